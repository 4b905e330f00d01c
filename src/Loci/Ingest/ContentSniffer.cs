using System.Text.Json;

namespace Loci.Ingest;

/// <summary>Tells what decompressed content is by its beginning, and by its name only where the beginning does not tell.</summary>
internal static class ContentSniffer
{
    /// <summary>Whether it is no text: a zero byte at the beginning, as git tells it, or a PDF.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> head) => head.Contains((byte)0) || head.StartsWith("%PDF-"u8);

    /// <summary>Whether it is JSON Lines: by name, else by a first line that is an object, or begins one, with a string "text".</summary>
    /// <param name="name">The file name, with or without the ending of a compression.</param>
    /// <param name="head">The first bytes.</param>
    public static bool IsJsonLines(string name, ReadOnlySpan<byte> head)
    {
        if (Ending(name) is ".gz" or ".zst") name = Path.GetFileNameWithoutExtension(name);
        if (Ending(name) is ".jsonl" or ".ndjson") return true;
        if (head.StartsWith(StrictUtf8.ByteOrderMark)) head = head[StrictUtf8.ByteOrderMark.Length..];
        var line = head.IndexOf((byte)'\n') is var end and >= 0 ? head[..end] : head;
        try
        {
            return OpensADocument(line);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool OpensADocument(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, isFinalBlock: false, default);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 0 && reader.TokenType != JsonTokenType.StartObject) return false;
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text"u8))
                return line[(int)reader.BytesConsumed..].TrimStart(" \t:"u8).StartsWith((byte)'"');
        }
        return false;
    }

    private static string Ending(string name) => Path.GetExtension(name).ToLowerInvariant();
}
