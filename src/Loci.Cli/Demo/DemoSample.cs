using Loci.Cli.Hosting;
using Loci.Evaluation.Tables;
using Loci.Generation;
using Loci.Learning;
using Loci.Memories;
using Loci.Models;
using Loci.Selection.Rules;
using Loci.Torch;

namespace Loci.Cli.Demo;

/// <summary>One held-back member told in full: what was read for it, and the answers before and after.</summary>
internal sealed record DemoSample(
    string Member, string Prompt, string Truth, string Before, string After, IReadOnlyList<PickedChunk> Nearest, IReadOnlyList<PickedChunk> Sift)
{
    private const int Tokens = 48;

    /// <summary>Tells the member whose gain is the median of all: neither the best nor the worst.</summary>
    public static async Task<DemoSample> MakeAsync(
        CausalLanguageModel model, Memory memory, IReadOnlyList<DocumentedMember> held, EvaluationReport report, CancellationToken cancellationToken)
    {
        var byGain = report.Documents.OrderBy(document => document.Methods["sift"].Nats[^1] / document.BaseNats).ToList();
        var member = held.First(candidate => candidate.Name == byGain[byGain.Count / 2].Name);
        var prompt = member.Text[..Half(member.Text)];
        var options = new LearnerOptions();
        var learner = new TestTimeLearner(model, memory, StandardTuner.For(model), options);
        await using var adapted = await learner.AdaptAsync(prompt, cancellationToken: cancellationToken);
        var generation = new GenerationOptions { MaxTokens = Tokens };
        var nearest = new Retriever(memory, new NearestNeighbors(), options.Retrieval).Retrieve(prompt, new StageClock(TimeProvider.System), cancellationToken);
        return new DemoSample(
            member.Name,
            prompt,
            member.Text[prompt.Length..].Trim(),
            TextGeneration.Complete(model, prompt, generation, cancellationToken).Trim(),
            (await adapted.GenerateAsync(prompt, generation, cancellationToken)).Trim(),
            nearest.Picks,
            adapted.Report.Picks);
    }

    /// <summary>The end of the line in which the middle lies.</summary>
    private static int Half(string text) => text.IndexOf('\n', text.Length / 2) is var end and > 0 && end < text.Length - 1 ? end + 1 : text.Length / 2;
}
