namespace Loci.Formats.Tables;

/// <summary>Types of the Thrift compact protocol, as they stand on the wire.</summary>
internal enum ThriftType
{
    /// <summary>The end of a structure.</summary>
    Stop = 0,

    /// <summary>A boolean, whose value is its type: 1 is true, 2 is false. In a list each takes a byte.</summary>
    Bool = 1,

    /// <summary>See <see cref="Bool"/>.</summary>
    False = 2,

    /// <summary>One byte.</summary>
    Byte = 3,

    /// <summary>A variable-length integer, as the next two.</summary>
    I16 = 4,

    /// <inheritdoc cref="I16"/>
    I32 = 5,

    /// <inheritdoc cref="I16"/>
    I64 = 6,

    /// <summary>Eight bytes.</summary>
    Double = 7,

    /// <summary>A length and so many bytes; text too.</summary>
    Binary = 8,

    /// <summary>A number of elements of one type.</summary>
    List = 9,

    /// <summary>Fields, until <see cref="Stop"/>.</summary>
    Struct = 12,
}
