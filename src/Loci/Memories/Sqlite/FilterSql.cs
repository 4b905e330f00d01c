using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Loci.Memories.Sqlite;

/// <summary>Says a <see cref="DocumentFilter"/> in SQL; what only code can decide (<see cref="DocumentFilter.Where"/>) is left to the caller.</summary>
internal static class FilterSql
{
    private const int MostParameters = 500;

    /// <summary>Cuts long lists of numbers into filters that a statement can hold; the order stays ascending, and nothing is found twice.</summary>
    public static IEnumerable<DocumentFilter> Split(DocumentFilter filter)
    {
        if (filter.Ids is { } ids)
            return ids.Distinct().Order().Chunk(MostParameters).Select(some => filter with { Ids = some });
        return [filter];
    }

    /// <summary>Adds the conditions to a command that selects from <c>documents</c>.</summary>
    public static void Apply(SqliteCommand command, long tenant, DocumentFilter filter)
    {
        // With the plus the index of tenants is not a choice: without statistics SQLite takes a tenant for ten rows, and would read all of them to find a few numbers.
        var conditions = new List<string> { filter.Ids is null ? "tenant = $tenant" : "+tenant = $tenant" };
        command.Parameters.AddWithValue("$tenant", tenant);
        if (filter.Ids is { } ids)
            conditions.Add($"id IN ({string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))})");
        if (filter.NamesSources)
            conditions.Add($"({Source(command, filter, "source")} OR id IN (SELECT document FROM copies WHERE copies.tenant = $tenant AND {Source(command, filter, "copies.source")}))");
        if (filter.AddedBefore is { } before)
            conditions.Add("added < " + Value(command, before.ToUnixTimeMilliseconds()));
        if (filter.AddedSince is { } since)
            conditions.Add("added >= " + Value(command, since.ToUnixTimeMilliseconds()));
        foreach (var (key, value) in filter.Meta ?? new Dictionary<string, string>(StringComparer.Ordinal))
            conditions.Add($"EXISTS (SELECT 1 FROM json_each(meta) WHERE key = {Value(command, key)} AND value = {Value(command, value)})");
#pragma warning disable CA2100 // conditions are constants, numbers and names of parameters
        command.CommandText += $"WHERE {string.Join(" AND ", conditions)} ORDER BY id";
#pragma warning restore CA2100
    }

    private static string Source(SqliteCommand command, DocumentFilter filter, string column)
    {
        var conditions = new List<string>();
        if (filter.Sources is { } sources)
            conditions.Add($"{column} IN (SELECT value FROM json_each({Value(command, System.Text.Json.JsonSerializer.Serialize(sources))}))");
        if (filter.SourcePrefix is { } prefix)
            conditions.Add($"substr({column}, 1, length({Value(command, prefix)})) = $p{command.Parameters.Count - 1}");
        return string.Join(" AND ", conditions);
    }

    private static string Value(SqliteCommand command, object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"$p{command.Parameters.Count}");
        command.Parameters.AddWithValue(name, value);
        return name;
    }
}
