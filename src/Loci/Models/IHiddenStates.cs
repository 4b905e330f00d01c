namespace Loci.Models;

/// <summary>A model that can represent a text by its own hidden states.</summary>
public interface IHiddenStates
{
    /// <summary>Length of a hidden state.</summary>
    int HiddenSize { get; }

    /// <summary>Mean of the last hidden states of a text's tokens, <see cref="HiddenSize"/> numbers.</summary>
    /// <param name="tokens">At least one token; cut to the context.</param>
    float[] MeanHiddenState(ReadOnlySpan<int> tokens);
}
