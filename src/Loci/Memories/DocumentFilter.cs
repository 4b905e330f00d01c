namespace Loci.Memories;

/// <summary>Which documents are meant: those that meet every condition given. Without any, all are.</summary>
public sealed record DocumentFilter
{
    /// <summary>Their numbers; null for any.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Their sources, any of these; null for any.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>What their source begins with, by ordinal comparison; null for anything.</summary>
    public string? SourcePrefix { get; init; }

    /// <summary>Added before this moment; null for any.</summary>
    public DateTimeOffset? AddedBefore { get; init; }

    /// <summary>Added at this moment or later; null for any.</summary>
    public DateTimeOffset? AddedSince { get; init; }

    /// <summary>Entries that their metadata has with exactly these values; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    /// <summary>What else has to hold; null for nothing. Asked once per document that meets the other conditions, on the calling thread.</summary>
    public Func<StoredDocument, bool>? Where { get; init; }

    /// <summary>Whether it says something of sources.</summary>
    internal bool NamesSources => Sources is not null || SourcePrefix is not null;

    /// <summary>Whether a source is meant.</summary>
    internal bool MeansSource(string source) =>
        (Sources is null || Sources.Contains(source, StringComparer.Ordinal)) && (SourcePrefix is null || source.StartsWith(SourcePrefix, StringComparison.Ordinal));

    /// <summary>Whether a document meets every condition, where it cannot be asked of a database.</summary>
    public bool Means(StoredDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return (Ids is null || Ids.Contains(document.Id))
            && (!NamesSources || MeansSource(document.Source) || document.Copies.Any(MeansSource))
            && !(document.Added >= AddedBefore)
            && !(document.Added < AddedSince)
            && (Meta is null || Meta.All(entry => document.Meta.TryGetValue(entry.Key, out var value) && string.Equals(value, entry.Value, StringComparison.Ordinal)))
            && (Where is null || Where(document));
    }
}
