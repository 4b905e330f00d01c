using System.Diagnostics;
using Loci.Models;
using Loci.Torch;
using Loci.Torch.Tuning;
using TorchSharp;

namespace Loci.Experiments;

/// <summary>Adapts one model many times and watches memory, tensors and weights.</summary>
internal sealed class AdaptationStudy
{
    private const long MostGrowth = 50_000_000;
    private const int CancelledEvery = 10;

    private static readonly ITuner[] Tuners = [new LoraTuner(), new FullTuner(), new HeadTuner()];

    public required int Count { get; init; }

    public required int WarmUp { get; init; }

    public required int Every { get; init; }

    public required int Steps { get; init; }

    public required int Tokens { get; init; }

    public required int Threads { get; init; }

    private static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Prints one line of a Markdown table every so often; 0 where nothing was left behind, else 1.</summary>
    public int Run(string folder, CancellationToken stop)
    {
        TorchRuntime.SetThreads(Threads);
        using var model = CausalLanguageModel.Load(folder);
        var hash = model.WeightsHash();
        Adapt(model, 0, stop); // the library itself makes some tensors once
        var (tensors, outlived, warm) = (LiveTensors, 0, 0L);
        var clock = Stopwatch.StartNew();
        Console.WriteLine("| adaptations | resident, MB | since warm-up, MB | live tensors | seconds |\n| --- | --- | --- | --- | --- |");
        for (var done = 1; done <= Count; done++)
        {
            Adapt(model, done, stop);
            if (LiveTensors != tensors) outlived++;
            if (done == WarmUp) warm = Environment.WorkingSet;
            if (done % Every == 0) Console.WriteLine($"| {done} | {Environment.WorkingSet / 1e6:F1} | {(done < WarmUp ? "" : $"{(Environment.WorkingSet - warm) / 1e6:F1}")} | {LiveTensors} | {clock.Elapsed.TotalSeconds:F0} |");
        }
        return Judge(Environment.WorkingSet - warm, outlived, model.WeightsHash() == hash, hash);
    }

    private static int Judge(long growth, int outlived, bool same, string hash)
    {
        Console.WriteLine($"\nResident memory grew by {growth / 1e6:F1} MB after the warm-up; after {outlived} adaptations tensors were left; weights {hash[..12]}… are {(same ? "what they were" : "CHANGED")}.");
        return growth <= MostGrowth && outlived == 0 && same ? 0 : 1;
    }

    /// <summary>One adaptation: N steps, a score, a short answer. Every tenth is cancelled before its last step.</summary>
    private void Adapt(CausalLanguageModel model, int number, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var random = new Random(number);
        using var session = Tuners[number % Tuners.Length].Begin(model, Steps);
        using var cancelled = new CancellationTokenSource();
        try
        {
            for (var step = 0; step < Steps; step++)
            {
                if (step == Steps - 1 && number % CancelledEvery == 0) cancelled.Cancel();
                session.Step(Text(model, random), cancelled.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        session.Losses(Text(model, random));
        _ = session.Generate(Text(model, random), new GenerationOptions { MaxTokens = 8, IgnoreEndOfText = true }, stop).Count();
    }

    private int[] Text(CausalLanguageModel model, Random random) =>
        [.. Enumerable.Range(0, Tokens - Tokens / 4 + random.Next(1 + Tokens / 2)).Select(_ => random.Next(1, model.Configuration.VocabularySize))];
}
