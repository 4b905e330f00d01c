using System.Globalization;
using Loci.Memories;
using Loci.Postgres.Writing;

namespace Loci.Postgres.Reading;

/// <summary>Says a <see cref="DocumentFilter"/> in SQL, with values for $1, $2 and so on.</summary>
internal sealed class FilterConditions
{
    private readonly List<object> _values = [];

    /// <summary>The values so far, in order.</summary>
    public object[] Values => [.. _values];

    /// <summary>Adds a value and gives its name.</summary>
    public string Value(object value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether what the conditions let through is all that is meant and nothing else; otherwise code has to look at each document again.</summary>
    public static bool AreExact(DocumentFilter filter) => filter.Where is null && Labels.AreFaithful(filter.Meta);

    /// <summary>The conditions on rows of the table of documents, which the statement calls d.</summary>
    public string Of(string schema, long tenant, DocumentFilter filter)
    {
        var owner = Value(tenant);
        var conditions = new List<string> { $"d.tenant = {owner}" };
        if (filter.Ids is { } ids)
            conditions.Add($"d.id = ANY({Value(ids.ToArray())})");
        if (filter.NamesSources)
            conditions.Add($"({Source(filter, "d")} OR d.id IN (SELECT c.document FROM {schema}.copies AS c WHERE c.tenant = {owner} AND {Source(filter, "c")}))");
        if (filter.AddedBefore is { } before)
            conditions.Add("d.added < " + Value(before.ToUnixTimeMilliseconds()));
        if (filter.AddedSince is { } since)
            conditions.Add("d.added >= " + Value(since.ToUnixTimeMilliseconds()));
        if (filter.Meta is { Count: > 0 } meta)
            conditions.Add($"d.labels @> {Value(Labels.Of(meta))}::jsonb");
        return string.Join(" AND ", conditions);
    }

    private string Source(DocumentFilter filter, string table)
    {
        var conditions = new List<string>();
        if (filter.Sources is { } sources)
            conditions.Add($"{table}.source_key = ANY({Value(sources.Select(SourceKey.Of).ToArray())}) AND {table}.source = ANY({Value(sources.ToArray())})");
        if (filter.SourcePrefix is { } prefix)
            conditions.Add($"starts_with({table}.source, {Value(prefix)})");
        return string.Join(" AND ", conditions);
    }
}
