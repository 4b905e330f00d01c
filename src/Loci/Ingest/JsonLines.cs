using System.Text.Json;

namespace Loci.Ingest;

/// <summary>
/// Reads JSON Lines, one document a line, in bounded memory: its text in one field, and what else it says in the entries of an optional <c>meta</c>
/// object and in every other field that is a string, a number or a boolean.
/// </summary>
public static class JsonLines
{
    /// <summary>The field that holds the text where nothing else is said.</summary>
    public const string DefaultTextField = "text";

    private const string MetaField = "meta";
    private const int LongestLine = 256 << 20;

    /// <summary>The lines of a stream; blank ones are passed over, and so is a byte order mark.</summary>
    /// <param name="stream">Decompressed content.</param>
    /// <param name="source">Named in errors.</param>
    /// <param name="textField">The field that holds the text.</param>
    /// <exception cref="InvalidInputException">A line is longer than 256 MiB or not UTF-8.</exception>
    public static IEnumerable<DocumentEntry> Read(Stream stream, string source, string textField = DefaultTextField)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (number, position) = (0, 0L);
        foreach (var bytes in Lines(stream, source))
        {
            number++;
            StrictUtf8.Require(bytes.Span, source, position);
            position += bytes.Length + 1;
            var line = number == 1 && bytes.Span.StartsWith(StrictUtf8.ByteOrderMark) ? bytes[StrictUtf8.ByteOrderMark.Length..] : bytes;
            if (IsBlank(line.Span)) continue;
            yield return Parse(line, number, textField);
        }
    }

    private static DocumentEntry Parse(ReadOnlyMemory<byte> line, int number, string textField)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return Wrong(number, $"expected a JSON object with \"{textField}\", found {root.ValueKind}");
            if (!root.TryGetProperty(textField, out var text) || text.ValueKind != JsonValueKind.String) return Wrong(number, $"expected a string \"{textField}\", found none");
            return new DocumentEntry(number, text.GetString(), Meta(root, textField));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for a string that escapes half a surrogate pair
        {
            return Wrong(number, "expected JSON, found a line that is not");
        }
    }

    private static Dictionary<string, string>? Meta(JsonElement root, string textField)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in root.EnumerateObject().Where(field => IsPlain(field.Value) && !field.NameEquals(textField))) entries[field.Name] = Value(field.Value);
        if (root.TryGetProperty(MetaField, out var meta) && meta.ValueKind == JsonValueKind.Object)
            foreach (var entry in meta.EnumerateObject()) entries[entry.Name] = Value(entry.Value);
        return entries.Count == 0 ? null : entries;
    }

    private static bool IsPlain(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static DocumentEntry Wrong(int number, string problem) => new(number, null, Problem: problem);

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r\n"u8).IsEmpty;

    /// <summary>How many lines of a stream are not blank; nothing else is looked at.</summary>
    internal static int Count(Stream stream, string source, CancellationToken cancellationToken = default)
    {
        var count = 0;
        foreach (var line in Lines(stream, source))
        {
            if (!IsBlank(line.Span)) count++;
            if (count % 1024 == 0) cancellationToken.ThrowIfCancellationRequested();
        }
        return count;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream stream, string source)
    {
        var buffer = new byte[1 << 16];
        int start = 0, end = 0, searched = 0;
        while (true)
        {
            var newline = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                yield return buffer.AsMemory(start, searched + newline - start);
                start = searched += newline + 1;
                continue;
            }
            searched = end;
            if (end == buffer.Length) (buffer, start, end, searched) = Room(buffer, start, end, source);
            var read = stream.Read(buffer.AsSpan(end));
            if (read == 0) break;
            end += read;
        }
        if (end > start) yield return buffer.AsMemory(start, end - start);
    }

    /// <summary>Moves the unfinished line to the front, into a larger buffer where it fills this one.</summary>
    private static (byte[] Buffer, int Start, int End, int Searched) Room(byte[] buffer, int start, int end, string source)
    {
        var length = end - start;
        if (length >= LongestLine) throw new InvalidInputException($"{source}: expected lines of at most {LongestLine >> 20} MiB, found a longer one. Is it JSON Lines?");
        var next = length > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        Buffer.BlockCopy(buffer, start, next, 0, length);
        return (next, 0, length, length);
    }
}
