namespace Loci.Models;

/// <summary>
/// How a continuation is drawn. Logits go through the penalties, then the temperature, then top-k, top-p and min-p in this order, each over what the one before has left,
/// as in Hugging Face's transformers. Immutable and safe to share.
/// </summary>
public sealed record GenerationOptions
{
    private const double Strongest = 1000; // of a penalty; logits are of tens

    /// <summary>The most tokens to add.</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>Softmax temperature; 0 takes the most likely token every time (greedy).</summary>
    public double Temperature { get; init; }

    /// <summary>Keep only the k most likely tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Keep the smallest set of tokens whose probability reaches this; 1 keeps all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Keep only tokens at least this many times as likely as the most likely one; 0 keeps all. arXiv 2407.01082.</summary>
    public double MinP { get; init; }

    /// <summary>
    /// Makes what the prompt or the continuation holds already less likely: its positive logits are divided by this, its negative ones multiplied. 1, the default, changes nothing;
    /// below 1 rewards repetition. arXiv 1909.05858.
    /// </summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken from the logit of every token that the continuation holds already, however often; default 0.</summary>
    public double PresencePenalty { get; init; }

    /// <summary>Taken from a token's logit for each time that the continuation holds it; default 0.</summary>
    public double FrequencyPenalty { get; init; }

    /// <summary>Seed of the draw; the same seed gives the same text. Row r of a batch has this seed plus r.</summary>
    public long Seed { get; init; }

    /// <summary>Whether the model's end-of-text tokens are generated like any other instead of ending the text.</summary>
    public bool IgnoreEndOfText { get; init; }

    /// <summary>Tokens that end the text besides the model's own end-of-text tokens, and even where those are ignored; they are not given out.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    /// <summary>Texts that end the continuation where they first occur; neither they nor what follows is given out. Heeded where text is generated, not where tokens are.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>How many of the most likely tokens come with each generated one, with their log-probabilities; default none.</summary>
    public int TopLogProbabilities { get; init; }

    /// <summary>Throws <see cref="InvalidInputException"/> naming every setting that cannot be.</summary>
    public void Validate()
    {
        var wrong = new List<string>();
        Hold(MaxTokens >= 0, $"MaxTokens of 0 or above (found {MaxTokens})");
        Hold(Temperature >= 0 && double.IsFinite(Temperature), $"Temperature of 0 or above (found {Temperature})");
        Hold(TopK >= 0, $"TopK of 0 or above (found {TopK})");
        Hold(TopP is > 0 and <= 1, $"TopP above 0 and at most 1 (found {TopP})");
        Hold(MinP is >= 0 and <= 1, $"MinP between 0 and 1 (found {MinP})");
        Hold(RepetitionPenalty is >= 1 / Strongest and <= Strongest, $"RepetitionPenalty between {1 / Strongest} and {Strongest} (found {RepetitionPenalty})");
        Hold(Math.Abs(PresencePenalty) <= Strongest, $"PresencePenalty between −{Strongest} and {Strongest} (found {PresencePenalty})");
        Hold(Math.Abs(FrequencyPenalty) <= Strongest, $"FrequencyPenalty between −{Strongest} and {Strongest} (found {FrequencyPenalty})");
        Hold(TopLogProbabilities >= 0, $"TopLogProbabilities of 0 or above (found {TopLogProbabilities})");
        Hold(StopStrings.All(stop => !string.IsNullOrEmpty(stop)), "StopStrings without an empty one");
        if (wrong.Count > 0) throw new InvalidInputException($"generation options: expected {string.Join("; ", wrong)}.");

        void Hold(bool right, string expected)
        {
            if (!right) wrong.Add(expected);
        }
    }
}
