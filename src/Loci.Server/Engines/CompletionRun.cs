using System.Diagnostics;
using Loci.Generation;
using Loci.Learning;
using Loci.Memories;
using Loci.Models;

namespace Loci.Server.Engines;

/// <summary>One completion job on a model: for each prompt learn, score, continue, forget.</summary>
internal sealed class CompletionRun(
    ILanguageModel model, EngineIdentity identity, CompletionJob job, Func<string, IMemory>? memories, Func<TunerSettings, ITuner>? tuners, Action<EngineEvent> emit)
{
    /// <summary>Does all prompts, one after the other.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var prompt = 0; prompt < job.Prompts.Count; prompt++)
        {
            var number = prompt;
            using var adapted = job.Tuning is null ? null : await LearnAsync(number, job.Tuning, cancellationToken).ConfigureAwait(false);
            var view = adapted?.Model ?? model;
            emit(new PromptAnswered(number, await EngineThread.RunAsync(() => Answer(view, number, cancellationToken)).ConfigureAwait(false)));
        }
    }

    private async Task<Adaptation?> LearnAsync(int prompt, TuningJob tuning, CancellationToken cancellationToken)
    {
        if (memories is null || tuners is null) throw new InvalidInputException("expected a server with a memory to learn from, found one without. Leave tuning out, or start the server with a memory.");
        var tuner = tuners(tuning.Tuner);
        var learner = new TestTimeLearner(model, memories(tuning.Tenant), tuner, Options(tuning));
        var progress = new StepProgress(prompt, emit);
        try
        {
            var adapted = await learner.AdaptAsync(tuning.Queries[prompt], progress, cancellationToken).ConfigureAwait(false);
            emit(new PromptTuned(prompt, await EngineThread.RunAsync(() => Outcome(adapted, tuner, tuning, progress)).ConfigureAwait(false)));
            return adapted;
        }
        catch (NonFiniteLossException)
        {
            emit(new PromptTuned(prompt, new TuningOutcome
            {
                Method = tuner.Name, WeightsHash = identity.BaseHash, Picks = [], Losses = progress.Losses, Steps = progress.Losses.Count, Guard = GuardVerdict.Broken,
                LossBefore = double.NaN, LossAfter = double.NaN, Prior = double.NaN, Seconds = new Dictionary<string, double>(StringComparer.Ordinal),
            }));
            return null;
        }
    }

    private TuningOutcome Outcome(Adaptation adapted, ITuner tuner, TuningJob tuning, StepProgress progress)
    {
        var report = adapted.Report;
        var began = Stopwatch.GetTimestamp();
        var hash = report.Kept ? HashOf(adapted.Model, tuner, tuning, report) : identity.BaseHash;
        return new TuningOutcome
        {
            Method = tuner.Name,
            WeightsHash = hash,
            MemorySnapshot = report.MemorySnapshot,
            Picks = [.. report.Picks.Select(pick => new LearntChunk(pick.Id, pick.Document, pick.Score, pick.Uncertainty, tuning.WithTexts ? pick.Text : null))],
            Prior = report.Prior,
            Steps = report.Steps,
            Losses = progress.Losses,
            LossBefore = report.LossBefore,
            LossAfter = report.LossAfter,
            Guard = Verdict(report, tuning.Guard),
            Seconds = new Dictionary<string, double>(report.Seconds, StringComparer.Ordinal) { ["hash"] = Stopwatch.GetElapsedTime(began).TotalSeconds },
        };
    }

    /// <summary>The hash of the weights in force, read after the steps; of a model that cannot say them, of all that decides them.</summary>
    private string HashOf(ILanguageModel adapted, ITuner tuner, TuningJob tuning, AdaptationReport report) =>
        adapted is IWeightsIdentity weights ? weights.WeightsHash() : TunedWeights.Name(identity.BaseHash, tuner.Name, tuning, report.Picks);

    private static GuardVerdict Verdict(AdaptationReport report, bool guard) => report switch
    {
        { Kept: true } => guard ? GuardVerdict.Kept : GuardVerdict.Off,
        { Steps: 0 } => GuardVerdict.Nothing,
        { LossBefore: not double.NaN, LossAfter: double.NaN or double.PositiveInfinity } => GuardVerdict.Broken,
        _ => GuardVerdict.Refused,
    };

    private static LearnerOptions Options(TuningJob tuning) => new()
    {
        Guard = tuning.Guard,
        PromptSteps = tuning.PromptSteps,
        Retrieval = new RetrievalOptions
        {
            Count = tuning.Count, Candidates = tuning.Candidates, Noise = tuning.Noise, Stopping = tuning.Stopping, StopUncertainty = tuning.StopUncertainty,
            Distinct = tuning.Distinct, LargestShare = tuning.LargestShare,
        },
    };

    /// <summary>Scores a prompt and continues it; gives the seconds that took.</summary>
    private double Answer(ILanguageModel view, int prompt, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var tokens = job.Prompts[prompt];
        if (job.PromptAlternatives is { } alternatives)
            emit(new PromptScored(prompt, tokens.Length < 2 ? [] : view.Predict(tokens, from: 1, alternatives, cancellationToken)));
        for (var choice = 0; choice < job.Choices; choice++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Draw(view, tokens, prompt * job.Choices + choice, job.Drawing with { Seed = job.Drawing.Seed + choice }, cancellationToken);
        }
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private void Draw(ILanguageModel view, int[] tokens, int choice, GenerationOptions drawing, CancellationToken cancellationToken)
    {
        if (drawing.MaxTokens == 0)
        {
            emit(new PieceDrawn(choice, new TextPiece("", Token: null, FinishReason.Length)));
            return;
        }
        foreach (var piece in TextGeneration.Stream(view, tokens, drawing, cancellationToken)) emit(new PieceDrawn(choice, piece));
    }
}
