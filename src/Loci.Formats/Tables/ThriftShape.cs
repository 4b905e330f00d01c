namespace Loci.Formats.Tables;

/// <summary>What a value is expected to be.</summary>
/// <param name="Type">Its type on the wire.</param>
/// <param name="Element">Of a list: what its elements are.</param>
/// <param name="Fields">Of a structure: its fields by their numbers.</param>
internal sealed record ThriftShape(ThriftType Type, ThriftShape? Element = null, IReadOnlyDictionary<int, ThriftShape>? Fields = null)
{
    /// <summary>A value of a plain type.</summary>
    public static implicit operator ThriftShape(ThriftType type) => new(type);

    /// <summary>A list.</summary>
    public static ThriftShape ListOf(ThriftShape element) => new(ThriftType.List, element);

    /// <summary>A structure whose fields are numbered from 1.</summary>
    public static ThriftShape Of(params ThriftShape[] fields) => new(ThriftType.Struct, Fields: fields.Index().ToDictionary(field => field.Index + 1, field => field.Item));

    /// <summary>A structure with a field more.</summary>
    public ThriftShape With(int number, ThriftShape field) => this with { Fields = new Dictionary<int, ThriftShape>(Fields!) { [number] = field } };
}
