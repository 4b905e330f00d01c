namespace Loci.Ingest;

/// <summary>
/// Reads documents from files, folders, globs, JSON Lines (plain, .gz, .zst) and standard input, streaming. What is wrong with a file that
/// was named directly is an error; what is wrong with one found on the way is reported and passed over. Not thread-safe.
/// </summary>
public sealed class DocumentReader(IngestOptions options)
{
    private const int LargestText = 256 << 20;
    private const int Sniffed = 4096;

    private readonly List<IngestProblem> _problems = [];

    /// <summary>How far reading has come.</summary>
    public ReadingProgress Progress { get; } = new();

    /// <summary>What was passed over so far.</summary>
    public IReadOnlyList<IngestProblem> Problems => _problems;

    /// <summary>The documents of all paths, in order; <c>-</c> is standard input.</summary>
    /// <exception cref="InvalidInputException">A named path is missing, empty, not UTF-8 or cut short; or anything at all under <see cref="IngestOptions.Strict"/>.</exception>
    public IEnumerable<SourceDocument> Read(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        (string File, bool Named)[] files = [.. paths.SelectMany(path => path == "-" ? [("-", true)] : FileWalk.Expand(path))];
        foreach (var (file, _) in files.Where(entry => entry.File != "-")) Progress.Expect(new FileInfo(file).Length);
        foreach (var (file, named) in files)
        {
            using var documents = ReadFile(file, named).GetEnumerator();
            while (TryNext(documents, file, named)) yield return documents.Current;
        }
    }

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
            return Passed(named, new InvalidInputException($"{file}: could not be read: {e.Message}", e), file);
        }
        catch (InvalidInputException e)
        {
            return Passed(named, e, file);
        }
    }

    private bool Passed(bool named, InvalidInputException error, string file)
    {
        if (named || options.Strict) throw error;
        _problems.Add(new IngestProblem(file, error.Message));
        return false;
    }

    private IEnumerable<SourceDocument> ReadFile(string file, bool named)
    {
        var name = file == "-" ? "stdin" : file;
        if (file != "-" && new FileInfo(file).Length == 0) throw new InvalidInputException($"{name}: expected text, found an empty file.");
        using var content = Decompression.Open(new CountingStream(Open(file), Progress), name);
        var head = new byte[Sniffed];
        var length = content.ReadAtLeast(head, Sniffed, throwOnEndOfStream: false);
        using var whole = new PrefixedStream(head[..length], content);
        if (length == 0) throw new InvalidInputException($"{name}: expected text, found nothing.");
        if (!named && head.AsSpan(0, length).Contains((byte)0)) yield break; // a binary file in a folder is not meant
        foreach (var document in IsJsonLines(file, head.AsSpan(0, length)) ? ReadJsonLines(whole, name) : ReadText(whole, name)) yield return document;
    }

    private Stream Open(string file) => file == "-"
        ? options.StandardInput ?? throw new InvalidInputException("-: expected text on standard input, found none.")
        : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);

    /// <summary>By name where it says so; for standard input by a first line that opens an object.</summary>
    private static bool IsJsonLines(string file, ReadOnlySpan<byte> head)
    {
        var name = file.ToLowerInvariant();
        if (name.EndsWith(".gz", StringComparison.Ordinal)) name = name[..^3];
        else if (name.EndsWith(".zst", StringComparison.Ordinal)) name = name[..^4];
        if (file != "-") return name.EndsWith(".jsonl", StringComparison.Ordinal) || name.EndsWith(".ndjson", StringComparison.Ordinal);
        var line = head.IndexOf((byte)'\n') is var end and >= 0 ? head[..end] : head;
        return line.StartsWith("{\""u8) && line.IndexOf("\"text\""u8) >= 0;
    }

    private IEnumerable<SourceDocument> ReadJsonLines(Stream content, string name)
    {
        foreach (var line in JsonLines.Read(content, name))
        {
            var source = $"{name}#{line.Number}";
            if (line.Problem is not null)
            {
                if (options.Strict) throw new InvalidInputException($"{name}: line {line.Number}: {line.Problem}.");
                _problems.Add(new IngestProblem(source, $"{name}: line {line.Number}: {line.Problem}."));
            }
            else if (string.IsNullOrWhiteSpace(line.Text))
            {
                _problems.Add(new IngestProblem(source, $"{name}: line {line.Number}: expected text, found a blank one."));
            }
            else
            {
                yield return new SourceDocument(source, line.Text, line.Meta);
            }
        }
    }

    private static IEnumerable<SourceDocument> ReadText(Stream content, string name)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > LargestText) throw new InvalidInputException($"{name}: expected a text of at most {LargestText >> 20} MiB, found a larger one. Split it, or give it as JSON Lines.");
        }
        var text = StrictUtf8.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), name);
        if (string.IsNullOrWhiteSpace(text)) throw new InvalidInputException($"{name}: expected text, found only white space.");
        if (text.Contains('\0', StringComparison.Ordinal)) throw new InvalidInputException($"{name}: expected text, found NUL bytes: this looks like a binary file.");
        yield return new SourceDocument(name, text);
    }
}
