using Loci.Memories.Storage;

namespace Loci.Postgres.Writing;

/// <summary>A document during a write: what it was in the database, and what it is to become.</summary>
internal sealed class LedgerEntry
{
    private readonly string _formerSource;
    private readonly string[] _formerCopies;
    private readonly SortedSet<string> _copies;

    /// <summary>A document that the database has.</summary>
    public LedgerEntry(long id, byte[] hash, string meta, long bytes, long added, string source, IEnumerable<string> copies)
    {
        (Id, Hash, Meta, Bytes, Added, Source, _formerSource, _formerCopies) = (id, hash, meta, bytes, added, source, source, [.. copies]);
        _copies = new SortedSet<string>(_formerCopies, StringComparer.Ordinal);
    }

    /// <summary>Its number.</summary>
    public long Id { get; }

    /// <summary>SHA-256 of its text.</summary>
    public byte[] Hash { get; }

    /// <summary>Its metadata, as JSON.</summary>
    public string Meta { get; }

    /// <summary>Length of its text.</summary>
    public long Bytes { get; }

    /// <summary>When it was added, in milliseconds.</summary>
    public long Added { get; }

    /// <summary>Its first source.</summary>
    public string Source { get; private set; }

    /// <summary>Its chunks and signature where it is new; null where the database has it.</summary>
    public PreparedDocument? Content { get; init; }

    /// <summary>Whether it is to go.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether its first source is another than before.</summary>
    public bool IsRenamed => !string.Equals(Source, _formerSource, StringComparison.Ordinal);

    /// <summary>Checksum of its row.</summary>
    public long Checksum => Memories.Storage.Checksum.OfDocument(Bytes, Added, Hash, Source, Meta);

    /// <summary>Copies that the database lacks.</summary>
    public IEnumerable<string> NewCopies => _copies.Except(Content is null ? _formerCopies : [], StringComparer.Ordinal);

    /// <summary>Copies that the database has and shall not have.</summary>
    public IEnumerable<string> LostCopies => _formerCopies.Except(_copies, StringComparer.Ordinal);

    /// <summary>Whether it has a source.</summary>
    public bool Has(string source) => string.Equals(Source, source, StringComparison.Ordinal) || _copies.Contains(source);

    /// <summary>Gives it another source besides; false where it has it.</summary>
    public bool AddCopy(string source) => !string.Equals(Source, source, StringComparison.Ordinal) && _copies.Add(source);

    /// <summary>Gives it another first source.</summary>
    public void Rename(string source) => Source = source;

    /// <summary>Takes a source from it and says whether it has another. The last one is left, for the caller to remove the document or rename it.</summary>
    public bool TakeSource(string source)
    {
        _copies.Remove(source);
        if (!string.Equals(Source, source, StringComparison.Ordinal))
            return true;
        if (_copies.Min is not { } copy)
            return false;
        _copies.Remove(copy);
        Source = copy;
        return true;
    }
}
