using Loci.Torch.Decoding;

namespace Loci.Torch.Encoding;

/// <summary>Everything that decides an encoder's arithmetic.</summary>
internal sealed record EncoderConfiguration
{
    /// <summary>The checkpoint's own name of its family, such as <c>bert</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Rows of the token embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream, and of an embedding.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads, each HiddenSize / Heads wide.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of the MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Rows of the position table.</summary>
    public required int PositionRows { get; init; }

    /// <summary>Rows of the table of token types, of which the first is used: an embedded text is one segment.</summary>
    public required int TokenTypes { get; init; }

    /// <summary>ε of the layer norms.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Non-linearity of the MLP.</summary>
    public required Activation Activation { get; init; }

    /// <summary>
    /// Where padding tokens do not count as positions (RoBERTa): their id, which is also their row of the position table; texts begin at the row after it.
    /// Null where every token counts, from row 0.
    /// </summary>
    public int? UncountedPadding { get; init; }

    /// <summary>The most tokens a text may have.</summary>
    public int ContextLength => PositionRows - (UncountedPadding + 1 ?? 0);
}
