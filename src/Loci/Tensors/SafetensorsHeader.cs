using System.Buffers.Binary;
using System.Text.Json;

namespace Loci.Tensors;

/// <summary>
/// The JSON header: <c>{"__metadata__": {text: text}, name: {"dtype", "shape", "data_offsets": [begin, end]}}</c>, offsets counted from the end of the header.
/// Nothing in it is believed: every number is checked against the file's length before anything is allocated by it.
/// </summary>
internal sealed class SafetensorsHeader(string path, long dataStart, long fileLength)
{
    public const int PrefixLength = 8;
    private const long MaximumLength = 100_000_000;

    public Dictionary<string, TensorEntry> Tensors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads and checks the header's length; <paramref name="head"/> is the beginning of the file.</summary>
    public static long CheckLength(string path, ReadOnlySpan<byte> head, long fileLength)
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head);
        ulong limit = (ulong)Math.Min(MaximumLength, fileLength - PrefixLength);
        if (length >= 2 && length <= limit && head.Length > PrefixLength && head[PrefixLength] == '{')
        {
            return (long)length;
        }
        string found = ForeignFormat.Describe(head)
            ?? (length < 2 || length > limit
                ? $"it announces a header of {length} bytes, where 2 to {limit} are possible; it is cut off or of another format"
                : "its header does not begin with '{'");
        throw new InvalidInputException($"{path}: not a usable safetensors file: {found}.");
    }

    /// <summary>Reads all entries of the header.</summary>
    public void Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                Require(reader.TokenType == JsonTokenType.StartObject, name, "its header entry is not an object");
                if (string.Equals(name, "__metadata__", StringComparison.Ordinal))
                {
                    ParseMetadata(ref reader);
                }
                else
                {
                    Require(Tensors.TryAdd(name, ParseTensor(name, ref reader)), name, "it comes twice");
                }
            }
            Require(!reader.Read(), "header", "text follows the end of the JSON object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException($"{path}: its safetensors header is not valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>The tensors must fill the data exactly: no overlap, no gap, nothing left over.</summary>
    public void CheckLayout()
    {
        long end = dataStart;
        foreach (TensorEntry entry in Tensors.Values.OrderBy(e => e.Offset).ThenBy(e => e.Length))
        {
            Require(entry.Offset >= end, entry.Name, "its bytes overlap those of another tensor");
            Require(entry.Offset == end, entry.Name, $"{entry.Offset - end} bytes before it belong to no tensor");
            end = entry.Offset + entry.Length;
        }
        if (end != fileLength)
        {
            throw new InvalidInputException($"{path}: the tensors end at byte {end}, the file at byte {fileLength}; it was damaged or written to. Get it again.");
        }
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Require(reader.TokenType == JsonTokenType.String, key, "its metadata value is not text");
            Metadata[key] = reader.GetString()!;
        }
    }

    private TensorEntry ParseTensor(string name, ref Utf8JsonReader reader)
    {
        string? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype": dtype = reader.GetString(); break;
                case "shape": shape = ParseIntegers(name, ref reader); break;
                case "data_offsets": offsets = ParseIntegers(name, ref reader); break;
                default: reader.Skip(); break;
            }
        }
        return Entry(name, dtype, shape, offsets);
    }

    private TensorEntry Entry(string name, string? dtype, long[]? shape, long[]? offsets)
    {
        Require(dtype is not null && shape is not null && offsets is not null, name, "it needs dtype, shape and data_offsets");
        Require(TensorTypes.TryParse(dtype, out TensorType type), name, $"its type {dtype} is not supported");
        Require(offsets!.Length == 2, name, $"data_offsets has {offsets.Length} numbers instead of 2");
        long dataLength = fileLength - dataStart;
        (long begin, long end) = (offsets[0], offsets[1]);
        Require(begin >= 0 && begin <= end && end <= dataLength, name, $"its bytes {begin} to {end} are not within the {dataLength} bytes of data");
        long? length = type.ByteLength(shape);
        Require(length == end - begin, name, $"{dtype} of shape [{string.Join(", ", shape!)}] does not take the {end - begin} bytes it is given");
        return new TensorEntry(name, type, shape!, dataStart + begin, end - begin);
    }

    private long[] ParseIntegers(string name, ref Utf8JsonReader reader)
    {
        var values = new List<long>();
        Require(reader.TokenType == JsonTokenType.StartArray, name, "shape and data_offsets must be arrays");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            long value = -1;
            bool integer = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
            Require(integer && value >= 0, name, "shape and data_offsets must hold integers from 0 to 2^63 - 1");
            values.Add(value);
        }
        return [.. values];
    }

    private void Require(bool condition, string name, string fault)
    {
        if (!condition)
        {
            throw new InvalidInputException($"{path}: damaged or unsupported safetensors file: '{name}': {fault}.");
        }
    }
}
