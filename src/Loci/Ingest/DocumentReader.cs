namespace Loci.Ingest;

/// <summary>
/// Reads documents from files, folders, globs and standard input, streaming: text, JSON Lines and every format it is given, each plain or
/// compressed (.gz, .zst). What is wrong with a file that was named directly is an error; what is wrong with one found on the way is reported and
/// passed over, and empty files and binary ones that no format knows are not meant there. What a file is, its content tells, and its name where
/// the content does not. Not thread-safe.
/// </summary>
public sealed class DocumentReader(IngestOptions options)
{
    internal const int MostProblems = 1000;
    private const int Sniffed = 8192;
    private const string Dash = "-", StandardInput = "stdin";

    private readonly List<IngestProblem> _problems = [];
    private readonly IReadOnlyList<IDocumentFormat> _formats = [new JsonLinesFormat(options.TextField ?? JsonLines.DefaultTextField), .. options.Formats];
    private readonly PlainTextFormat _text = new();

    /// <summary>How far reading has come.</summary>
    public ReadingProgress Progress { get; } = new();

    /// <summary>What was passed over so far: the first 1,000, so that a file of nothing but bad lines cannot fill the memory.</summary>
    public IReadOnlyList<IngestProblem> Problems => _problems;

    /// <summary>How much was passed over so far.</summary>
    public int Skipped { get; private set; }

    /// <summary>The documents of all paths, in order; <c>-</c> is standard input.</summary>
    /// <param name="paths">Files, folders and patterns, relative to the working directory; sources are full paths all the same.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidInputException">A named path is missing, empty, damaged, not UTF-8 or cut short; or anything at all under <see cref="IngestOptions.Strict"/>.</exception>
    public IEnumerable<SourceDocument> Read(IReadOnlyList<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        (string File, bool Named)[] files = [.. paths.SelectMany(Expand)];
        foreach (var (file, _) in files.Where(entry => entry.File != Dash)) Progress.Expect(SizeOf(file));
        foreach (var (file, named) in files)
        {
            using var documents = ReadFile(file, named, cancellationToken).GetEnumerator();
            while (TryNext(documents, file, named))
            {
                yield return documents.Current;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private IEnumerable<(string File, bool Named)> Expand(string path) =>
        path == Dash ? [(Dash, true)] : new FileWalk(PassOver).Expand(path).Select(entry => (Path.GetFullPath(entry.File), entry.Named));

    /// <summary>Moves on, turning what may go wrong on the way into a problem of this file.</summary>
    private bool TryNext(IEnumerator<SourceDocument> documents, string file, bool named)
    {
        try
        {
            return documents.MoveNext();
        }
        catch (Exception e) when (Decompression.IsDamage(e))
        {
            return Passed(named, new InvalidInputException($"{file}: expected a whole compressed file, found one that is damaged or cut short. Fetch or compress it again.", e), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Passed(named, Unreadable(file, e), file);
        }
        catch (InvalidInputException e)
        {
            return Passed(named, e, file);
        }
    }

    private void Note(IngestProblem problem)
    {
        Skipped++;
        if (_problems.Count < MostProblems) _problems.Add(problem);
    }

    private void PassOver(string folder, Exception e) => Passed(named: false, Unreadable(folder, e), Path.GetFullPath(folder));

    private static InvalidInputException Unreadable(string path, Exception e) => new($"{path}: could not be read: {e.Message}", e);

    private bool Passed(bool named, InvalidInputException error, string source)
    {
        if (named || options.Strict) throw error;
        Note(new IngestProblem(source, error.Message));
        return false;
    }

    private IEnumerable<SourceDocument> ReadFile(string file, bool named, CancellationToken cancellationToken)
    {
        var name = file == Dash ? StandardInput : file;
        using var bytes = new CountingStream(Open(file), Progress);
        using var content = Decompression.Open(bytes, name);
        var head = new byte[Sniffed];
        var length = content.ReadAtLeast(head, Sniffed, throwOnEndOfStream: false);
        using var whole = Rewound(content, head.AsSpan(0, length));
        var known = length == 0 ? null : ContentSniffer.Format(_formats, ContentSniffer.Uncompressed(name), head.AsSpan(0, length));
        if (!named && (length == 0 || known is null && ContentSniffer.IsBinary(head.AsSpan(0, length)))) yield break; // such a file in a folder is not meant
        if (length == 0) throw new InvalidInputException($"{name}: expected text, found it empty.");
        var format = known ?? _text;
        foreach (var entry in format.Read(whole, name, options, cancellationToken))
            if (Judge(entry, name, format.Unit) is { } document) yield return document with { Replaces = file != Dash };
    }

    /// <summary>The document of an entry, or null where there is none, which is then noted or, where nothing may be passed over or the entry is all there is, thrown.</summary>
    private SourceDocument? Judge(DocumentEntry entry, string name, string unit)
    {
        var problem = entry.Problem
            ?? (entry.Text is null ? "expected text, found none" : string.IsNullOrWhiteSpace(entry.Text) ? entry.Number is null ? "expected text, found only white space" : "expected text, found a blank one" : null);
        var source = entry.Number is null ? name : $"{name}#{entry.Number}";
        if (problem is null) return new SourceDocument(source, entry.Text!, entry.Meta);
        var message = entry.Number is null ? $"{name}: {problem}." : $"{name}: {unit} {entry.Number}: {problem}.";
        if (entry.Number is null || options.Strict) throw new InvalidInputException(message);
        Note(new IngestProblem(source, message));
        return null;
    }

    /// <summary>The content from its beginning.</summary>
    private static Stream Rewound(Stream content, ReadOnlySpan<byte> head)
    {
        if (!content.CanSeek) return new PrefixedStream(head.ToArray(), content);
        content.Position = 0;
        return content;
    }

    private Stream Open(string file) => file == Dash
        ? options.StandardInput ?? throw new InvalidInputException("-: expected text on standard input, found none.")
        : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);

    /// <summary>Bytes of a file; none where it is gone meanwhile, which reading it then reports.</summary>
    private static long SizeOf(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
