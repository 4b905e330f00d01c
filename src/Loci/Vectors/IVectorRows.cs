namespace Loci.Vectors;

/// <summary>A matrix of float32 rows that may be larger than memory: rows are read where they are needed and kept nowhere.</summary>
public interface IVectorRows
{
    /// <summary>M, the number of rows.</summary>
    int Count { get; }

    /// <summary>d, the length of a row.</summary>
    int Dimensions { get; }

    /// <summary>Reads whole rows, one after another, starting with row <paramref name="first"/>. Safe from any number of threads.</summary>
    /// <param name="first">First row.</param>
    /// <param name="rows">Room for a whole number of rows; filled completely.</param>
    void Read(int first, Span<float> rows);
}
