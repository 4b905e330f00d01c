using System.Text;
using System.Text.Json;

namespace Loci.Evaluation.Records;

/// <summary>
/// What each document gave, one JSON line a document behind a line that says what was evaluated. A run that was cut short goes on where it stopped; a line that a kill left half written is
/// dropped. Safe to add to from several threads; one process at a time.
/// </summary>
public sealed class RecordFile : IDisposable
{
    private static readonly JsonSerializerOptions Style = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DocumentResult?> _results = new(StringComparer.Ordinal);

    private RecordFile(FileStream file) => _file = file;

    /// <summary>Opens or creates a file of records.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">What is evaluated: model, memory, data and settings.</param>
    /// <exception cref="InvalidInputException">The file holds records of something else, or is in use.</exception>
    public static RecordFile Open(string path, string identity)
    {
        ArgumentNullException.ThrowIfNull(path);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: expected a file of records that can be written, found none: {exception.Message}", exception);
        }
        var records = new RecordFile(file);
        try
        {
            records.Read(path, identity);
            return records;
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    /// <summary>Documents there are records of.</summary>
    public int Count => _results.Count;

    /// <summary>What a document gave, if it was evaluated.</summary>
    /// <param name="key">Names the document by its content.</param>
    /// <param name="result">What it gave; null where it had nothing to score.</param>
    public bool TryGet(string key, out DocumentResult? result)
    {
        lock (_lock) return _results.TryGetValue(key, out result);
    }

    /// <summary>Adds what a document gave, and hands it to the operating system.</summary>
    public void Add(string key, DocumentResult? result)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Line(key, result), Style) + "\n");
        lock (_lock)
        {
            _file.Write(line);
            _file.Flush();
            _results[key] = result;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Read(string path, string identity)
    {
        var whole = 0L;
        var first = true;
        foreach (var line in Lines())
        {
            if (first)
            {
                var found = Parse<Header>(path, line).Evaluation;
                if (found != identity) throw new InvalidInputException($"{path}: expected records of this evaluation ({identity}), found those of another ({found}). Give another file, or the settings it was made with.");
            }
            else
            {
                var (key, result) = Parse<Line>(path, line);
                _results[key] = result;
            }
            first = false;
            whole += Encoding.UTF8.GetByteCount(line) + 1;
        }
        _file.SetLength(whole); // what a kill left half written
        _file.Position = whole;
        if (!first) return;
        _file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Header(identity), Style) + "\n"));
        _file.Flush();
    }

    /// <summary>The lines that are whole.</summary>
    private IEnumerable<string> Lines()
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        for (int from = 0, end; (end = Array.IndexOf(bytes, (byte)'\n', from)) >= 0; from = end + 1) yield return Encoding.UTF8.GetString(bytes, from, end - from);
    }

    private static T Parse<T>(string path, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Style) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException($"{path}: expected records of an evaluation, one JSON object a line, found something else. Give another file.", exception);
        }
    }

    private sealed record Header(string Evaluation);

    private sealed record Line(string Key, DocumentResult? Result);
}
