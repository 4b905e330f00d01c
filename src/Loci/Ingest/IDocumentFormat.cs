namespace Loci.Ingest;

/// <summary>
/// A kind of file that documents are read from. Files come from strangers: whatever the bytes are, <see cref="Read"/> yields entries or throws
/// <see cref="InvalidInputException"/>, in time and in memory that the size of the file accounts for. Safe to use for one file after another, not at once.
/// </summary>
public interface IDocumentFormat
{
    /// <summary>What messages call one entry, such as <c>row</c>; of no use where a file is one document.</summary>
    string Unit => "entry";

    /// <summary>Whether a file is of this kind.</summary>
    /// <param name="name">The file's name, without the ending of a compression.</param>
    /// <param name="head">The first bytes of the decompressed content: all of a small file, else a few thousand.</param>
    Recognition Recognise(string name, ReadOnlySpan<byte> head);

    /// <summary>The documents of a file, read as they are needed.</summary>
    /// <param name="content">The decompressed content, from its beginning. It can be sought in where the file lies uncompressed on a disk. The caller disposes it.</param>
    /// <param name="name">Named in errors.</param>
    /// <param name="options">How documents are read.</param>
    /// <param name="cancellationToken">Ends the reading, between entries at least.</param>
    /// <exception cref="InvalidInputException">The file is damaged, encrypted or too large, or holds no text. What is wrong with one entry alone is its <see cref="DocumentEntry.Problem"/> instead.</exception>
    IEnumerable<DocumentEntry> Read(Stream content, string name, IngestOptions options, CancellationToken cancellationToken);
}
