namespace Loci.Ingest;

/// <summary>How documents are read.</summary>
public sealed record IngestOptions
{
    /// <summary>Whether anything that would be passed over is an error instead.</summary>
    public bool Strict { get; init; }

    /// <summary>What <c>-</c> reads; null where there is no such input.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>What can be read besides text and JSON Lines; none by default.</summary>
    public IReadOnlyList<IDocumentFormat> Formats { get; init; } = [];

    /// <summary>
    /// The field of a JSON Lines object, or the column of a table, that holds the text. Null is <c>text</c> in JSON Lines, and in tables the first of
    /// <c>text</c>, <c>content</c>, <c>body</c> and <c>document</c> that there is.
    /// </summary>
    public string? TextField { get; init; }
}
