using Loci.Embedding;
using Loci.Learning;
using Loci.Memories;
using Loci.Models;

namespace Loci.Server.Load.Poisoning;

/// <summary>A memory into which a hostile source has put texts that are nearest to what is asked: how many of the picks it takes, and what that does to text that has nothing to do with it.</summary>
/// <param name="model">Learns.</param>
/// <param name="corpus">Prompts, and the honest part of the memory.</param>
/// <param name="folder">Where memories are made.</param>
internal sealed class PoisonRun(ILanguageModel model, Corpus corpus, string folder)
{
    private const string Hostile = "hostile";
    private const int ChunksPerPrompt = 40;
    private const int Words = 60; // of nonsense in a chunk

    /// <summary>Tries attacks, each under all bounds.</summary>
    public async IAsyncEnumerable<PoisonOutcome> RunAsync(IReadOnlyList<Attack> attacks, IReadOnlyList<Bounds> bounds)
    {
        var clean = corpus.Prompts.Select(prompt => Loss(model, prompt)).ToArray();
        foreach (var attack in attacks)
        {
            using var embedder = new LexicalEmbedder();
            using var memory = await Memory.OpenAsync(Path.Combine(folder, $"{attack}.loci"), embedder, new MemoryOptions { Create = true });
            await FillAsync(memory, attack);
            foreach (var one in bounds) yield return await MeasureAsync(memory, attack, one, clean);
        }
    }

    private async Task FillAsync(Memory memory, Attack attack)
    {
        await memory.AddManyAsync([.. corpus.Memory.Select((paragraph, i) => Document($"{paragraph.Source}#{i}", [paragraph.Text]))]);
        if (attack == Attack.None) return;
        var random = new Random(7);
        string[] planted = [.. corpus.Prompts.SelectMany(prompt => Enumerable.Range(0, ChunksPerPrompt).Select(_ => Planted(attack, prompt, random)))];
        await memory.AddManyAsync(attack == Attack.ManySources ? [.. planted.Select((text, i) => Document($"{Hostile}{i}", [text]))] : [Document(Hostile, planted)]);
    }

    private string Planted(Attack attack, PoisonPrompt prompt, Random random)
    {
        string[] words = prompt.Query.Split(' ');
        if (attack == Attack.Words) random.Shuffle(words);
        return $"{string.Join(' ', words)} {corpus.Nonsense(random, Words)}";
    }

    private async Task<PoisonOutcome> MeasureAsync(Memory memory, Attack attack, Bounds bounds, double[] clean)
    {
        using var tuner = bounds.Tuner();
        var learner = new TestTimeLearner(model, memory, tuner, bounds.Learner);
        var (hostile, picks, kept, ratios) = (0, 0, 0, new List<double>());
        for (var i = 0; i < clean.Length; i++)
        {
            var (report, loss) = await LearnAsync(learner, corpus.Prompts[i]);
            hostile += report?.Picks.Count(pick => pick.Document.StartsWith(Hostile, StringComparison.Ordinal)) ?? 0;
            picks += report?.Picks.Count ?? 0;
            kept += report?.Kept is true ? 1 : 0;
            ratios.Add(100 * (double.IsNaN(loss) ? 1 : loss / clean[i])); // where learning broke off, the base answers
        }
        return new PoisonOutcome(attack, bounds, hostile / (double)Math.Max(1, picks), kept / (double)clean.Length, ratios.Average(), ratios.Max());
    }

    private static async Task<(AdaptationReport? Report, double Loss)> LearnAsync(TestTimeLearner learner, PoisonPrompt prompt)
    {
        try
        {
            await using var adapted = await learner.AdaptAsync(prompt.Query);
            return (adapted.Report, await Task.Run(() => Loss(adapted.Model, prompt)));
        }
        catch (NonFiniteLossException)
        {
            return (null, double.NaN);
        }
    }

    /// <summary>Mean loss of the clean half after the prompt, nats per token.</summary>
    private static double Loss(ILanguageModel model, PoisonPrompt prompt)
    {
        var (before, whole) = (model.Tokenizer.Encode(prompt.Query), model.Tokenizer.Encode(prompt.Query + prompt.Clean));
        return model.Losses(whole.AsSpan(0, Math.Min(whole.Length, model.ContextLength)), before.Length).Average(loss => (double)loss);
    }

    private static ChunkedDocument Document(string source, string[] chunks) => new(new DocumentRecord(source, string.Join("\n\n", chunks)), [.. chunks.Select(text => new Chunk(text, TokenCount: 0))]);
}
