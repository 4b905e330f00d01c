using Loci.Torch.Decoding.Positions;

namespace Loci.Torch.Decoding;

/// <summary>Everything that decides a decoder's arithmetic, whatever the family it came from.</summary>
public sealed record DecoderConfiguration
{
    /// <summary>The checkpoint's own name of its family, such as <c>llama</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Rows of the token embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; each serves Heads / KeyValueHeads query heads.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of one head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Width of the MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The most tokens one window may hold.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Normalisation wherever a block has one, and at the end.</summary>
    public required NormKind Norm { get; init; }

    /// <summary>ε of the normalisation.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Non-linearity of the MLP.</summary>
    public required Activation Activation { get; init; }

    /// <summary>Rotary positions, or null for a learned position table.</summary>
    public RotaryConfiguration? Rotary { get; init; }

    /// <summary>Whether the MLP has a gate: down(activation(gate) · up) instead of down(activation(up)).</summary>
    public bool Gated { get; init; }

    /// <summary>Whether attention and MLP both read what enters the block, instead of the MLP reading what attention has added to.</summary>
    public bool ParallelResidual { get; init; }

    /// <summary>Whether a fused query-key-value projection gives query, key and value head by head, instead of all queries, all keys, all values.</summary>
    public bool InterleavedHeads { get; init; }

    /// <summary>Factor on attention scores; null means 1/√<see cref="HeadSize"/>.</summary>
    public double? ScoreScale { get; init; }

    /// <summary>c of c · tanh(score / c) over attention scores, or null.</summary>
    public double? ScoreCap { get; init; }

    /// <summary>Whether attention scores are float32 even where matrix products are not.</summary>
    public bool WideScores { get; init; }

    /// <summary>c of c · tanh(logit / c) over the next-token logits, or null.</summary>
    public double? LogitCap { get; init; }

    /// <summary>Factor on token embeddings.</summary>
    public double EmbeddingScale { get; init; } = 1;

    /// <summary>Whether the output layer is the token embedding.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Token put before a text, if any.</summary>
    public int? BeginningOfText { get; init; }

    /// <summary>Tokens that end a text.</summary>
    public IReadOnlyList<int> EndOfText { get; init; } = [];

    /// <summary>Standard deviation of fresh weights.</summary>
    public double InitializerRange { get; init; } = 0.02;
}
