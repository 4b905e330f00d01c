using System.Diagnostics;
using System.Globalization;
using Loci.Models;
using Loci.Torch;
using Loci.Torch.Describing;
using Loci.Torch.Tuning;
using TorchSharp;

namespace Loci.Experiments;

/// <summary>Holds the estimate of <see cref="ModelDescription"/> against the peak of the resident set.</summary>
internal sealed class MemoryStudy(Precision precision, int most)
{
    private const int Steps = 3;
    private static readonly string[] Uses = ["load", "lora", "full", "head"];

    /// <summary>The table: estimated, measured, and their quotient.</summary>
    public async Task PrintAsync(IEnumerable<string> models, CancellationToken cancellationToken)
    {
        Console.WriteLine("| model | use | estimated, MB | measured, MB | measured / estimated |\n| --- | --- | --- | --- | --- |");
        foreach (var model in models)
        {
            var described = ModelDescription.Read(model, precision);
            var needs = described.Memory ?? throw new InvalidInputException($"{model}: expected a language model, found none.");
            long?[] estimates = [needs.LoadBytes, needs.TuneLoraBytes, needs.TuneFullBytes, needs.TuneHeadBytes];
            foreach (var (use, estimate) in Uses.Zip(estimates))
            {
                var measured = await MeasureApartAsync(model, use, cancellationToken);
                Console.WriteLine($"| {described.Name} | {use} | {estimate / 1e6:0} | {measured / 1e6:0} | {(double)measured / estimate:0.00} |");
            }
        }
    }

    /// <summary>Growth of this process's resident set in bytes: at rest after loading and scoring, or at the peak of tuning and scoring.</summary>
    public long Measure(string model, string use)
    {
        TorchRuntime.SetThreads(Environment.ProcessorCount);
        WarmUp();
        var before = Resident("VmRSS");
        using var loaded = CausalLanguageModel.Load(model, new LoadOptions { Precision = precision });
        var random = new Random(1);
        var tokens = Enumerable.Range(0, Math.Min(most, loaded.ContextLength)).Select(_ => random.Next(loaded.Tokenizer.VocabularySize)).ToArray();
        loaded.Losses(tokens);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (use == "load") return Resident("VmRSS") - before;
        File.WriteAllText("/proc/self/clear_refs", "5"); // the peak begins here
        ITuner tuner = use switch { "lora" => new LoraTuner(), "head" => new HeadTuner(), _ => new FullTuner() };
        using var session = tuner.Begin(loaded, Steps);
        for (var step = 0; step < Steps; step++) session.Step(tokens);
        session.Losses(tokens);
        return Resident("VmHWM") - before;
    }

    /// <summary>Takes libtorch's own memory, of code and threads, before anything is measured.</summary>
    private static void WarmUp()
    {
        foreach (var type in new[] { torch.ScalarType.Float32, torch.ScalarType.BFloat16 })
        {
            using var scope = torch.NewDisposeScope();
            var square = torch.rand([256, 256], type, requires_grad: true);
            square.matmul(square).softmax(-1).sum().backward();
        }
    }

    private async Task<long> MeasureApartAsync(string model, string use, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(MemoryStudy).Assembly.Location, model, "--use", use, "--precision", $"{precision}", "--tokens", $"{most}"]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return long.Parse(output.AsSpan().Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture);
    }

    private static long Resident(string what)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(what, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(what.Length + 1).Trim().TrimEnd("kB ").Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture);
    }
}
