using System.Text;
using System.Text.Json;

namespace Loci.Ingest;

/// <summary>JSON Lines, told by a first line that is an object, or begins one, with the text in a string; else by name.</summary>
internal sealed class JsonLinesFormat(string textField) : IDocumentFormat
{
    private readonly byte[] _textField = Encoding.UTF8.GetBytes(textField);

    public string Unit => "line";

    public Recognition Recognise(string name, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(StrictUtf8.ByteOrderMark)) head = head[StrictUtf8.ByteOrderMark.Length..];
        var line = head.IndexOf((byte)'\n') is var end and >= 0 ? head[..end] : head;
        return OpensADocument(line) ? Recognition.ByContent
            : Path.GetExtension(name).ToLowerInvariant() is ".jsonl" or ".ndjson" ? Recognition.ByName
            : Recognition.None;
    }

    public IEnumerable<DocumentEntry> Read(Stream content, string name, IngestOptions options, CancellationToken cancellationToken) => JsonLines.Read(content, name, textField);

    private bool OpensADocument(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType != JsonTokenType.StartObject) return false;
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(_textField))
                    return line[(int)reader.BytesConsumed..].TrimStart(" \t:"u8).StartsWith((byte)'"');
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return false;
    }
}
