using Google.Protobuf;

namespace Loci.Server.Tests.Observing;

/// <summary>A message of protocol buffers by its field numbers alone, without its description.</summary>
/// <param name="bytes">The message.</param>
internal sealed class WireMessage(ByteString bytes)
{
    private readonly ILookup<int, object> _fields = Read(bytes).ToLookup(field => field.Number, field => field.Value);

    /// <summary>Messages in a field.</summary>
    public IEnumerable<WireMessage> Messages(int field) => _fields[field].OfType<ByteString>().Select(value => new WireMessage(value));

    /// <summary>The message in a field; null where there is none.</summary>
    public WireMessage? Message(int field) => Messages(field).FirstOrDefault();

    /// <summary>The text in a field; empty where there is none.</summary>
    public string Text(int field) => _fields[field].OfType<ByteString>().FirstOrDefault()?.ToStringUtf8() ?? "";

    /// <summary>The number with a point in a field; 0 where there is none.</summary>
    public double Number(int field) => _fields[field].OfType<double>().FirstOrDefault();

    private static IEnumerable<(int Number, object Value)> Read(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            object value = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadDouble(), // a count of eight bytes is read so too; nobody asks for one
                WireFormat.WireType.Fixed32 => input.ReadFixed32(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes(),
                var other => throw new InvalidDataException($"Expected a field of a type that is in use, found {other}."),
            };
            yield return (WireFormat.GetTagFieldNumber(tag), value);
        }
    }
}
