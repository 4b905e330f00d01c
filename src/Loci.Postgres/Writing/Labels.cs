using System.Text.Json;

namespace Loci.Postgres.Writing;

/// <summary>
/// Metadata as <c>jsonb</c>, which an index finds entries in. PostgreSQL takes no NUL there: it is replaced by U+FFFD, and what was found by an entry with either
/// is looked at again.
/// </summary>
internal static class Labels
{
    private const char Stand = '\uFFFD';

    /// <summary>As JSON.</summary>
    public static string Of(IReadOnlyDictionary<string, string>? meta)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in meta ?? labels)
            labels[Replace(key)] = Replace(value);
        return JsonSerializer.Serialize(labels);
    }

    /// <summary>Whether what is found by these entries is all that is meant.</summary>
    public static bool AreFaithful(IReadOnlyDictionary<string, string>? meta) => meta?.All(entry => IsFaithful(entry.Key) && IsFaithful(entry.Value)) != false;

    private static bool IsFaithful(string text) => text.AsSpan().IndexOfAny('\0', Stand) < 0;

    private static string Replace(string text) => text.Replace('\0', Stand);
}
