using Loci.Generation;
using Loci.Models;
using Loci.Server.Asking;
using Loci.Server.Engines;
using Loci.Server.Protocol;
using Loci.Server.Serving;

namespace Loci.Server.Answering;

/// <summary>An answer as it has come so far.</summary>
/// <param name="asked">What was asked.</param>
/// <param name="baseHash">The base's weights.</param>
internal sealed class AnswerRecord(Asked asked, string baseHash)
{
    private readonly ChoiceRecord[] _choices = [.. Enumerable.Range(0, asked.Job.Prompts.Count * asked.Job.Choices).Select(_ => new ChoiceRecord())];
    private readonly IReadOnlyList<PredictedToken>?[] _scores = new IReadOnlyList<PredictedToken>?[asked.Job.Prompts.Count];
    private readonly TuningOutcome?[] _tunings = new TuningOutcome?[asked.Job.Prompts.Count];
    private double _answering;
    private int _answered;

    /// <summary>The continuations.</summary>
    public IReadOnlyList<ChoiceRecord> Choices => _choices;

    /// <summary>What was learnt for each prompt.</summary>
    public IReadOnlyList<TuningOutcome?> Tunings => _tunings;

    /// <summary>What the model gives the tokens of each prompt, from the second on.</summary>
    public IReadOnlyList<IReadOnlyList<PredictedToken>?> Scores => _scores;

    /// <summary>Seconds that the engine took for learning; null where nothing has been learnt for.</summary>
    public double? TuningSeconds => _tunings.All(tuning => tuning is null) ? null : _tunings.Sum(tuning => tuning?.Seconds.Values.Sum() ?? 0);

    /// <summary>Seconds that the engine took for scoring and continuing; null until all prompts are done.</summary>
    public double? GenerationSeconds { get; private set; }

    /// <summary>Tokens of the continuations.</summary>
    public int Written => _choices.Sum(choice => choice.Tokens.Count);

    /// <summary>Tokens read and written.</summary>
    public Usage Usage => new(asked.PromptTokens, Written, asked.PromptTokens + Written);

    /// <summary>Names the weights that answer the first prompt.</summary>
    public string Fingerprint => ServedModel.Fingerprint(_tunings[0]?.WeightsHash ?? baseHash);

    /// <summary>Takes what has come.</summary>
    public void Add(EngineEvent what)
    {
        switch (what)
        {
            case PieceDrawn drawn:
                _choices[drawn.Choice].Add(drawn.Piece);
                break;
            case PromptScored scored:
                _scores[scored.Prompt] = scored.Tokens;
                break;
            case PromptTuned tuned:
                _tunings[tuned.Prompt] = tuned.Outcome;
                break;
            case PromptAnswered answered:
                _answering += answered.Seconds;
                if (++_answered == _scores.Length) GenerationSeconds = _answering;
                break;
        }
    }

    /// <summary>Why a continuation ended, as OpenAI says it.</summary>
    public static string? Reason(FinishReason? finish) => finish switch
    {
        null => null,
        FinishReason.Length => "length",
        _ => "stop",
    };
}
