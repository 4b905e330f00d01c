namespace Loci.Tensors;

/// <summary>Where a tensor lies in its file.</summary>
/// <param name="Name">Name of the tensor, unique in the file.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">Dimensions, outermost first; empty for a scalar.</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="Length">Bytes: product of <paramref name="Shape"/> times the element size.</param>
public sealed record TensorEntry(string Name, TensorType Type, long[] Shape, long Offset, long Length)
{
    /// <summary>Number of elements.</summary>
    public long Count => Length / Type.Size();
}
