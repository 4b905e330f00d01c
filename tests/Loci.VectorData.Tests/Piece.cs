namespace Loci.VectorData.Tests;

/// <summary>An ordinary record of a retrieval program, by a key that is a number.</summary>
internal sealed record Piece(int Id, string Source, string Text, ReadOnlyMemory<float> Vector, int Ordinal = 0, int Tokens = 0, string Kind = "");
