using System.CommandLine;
using System.Diagnostics;
using Loci.Cli.Benching;
using Loci.Cli.Hosting;
using Loci.Torch;
using Loci.Torch.Benchmarking;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci bench</c>: what this machine can do.</summary>
internal sealed class BenchCommand
{
    private static readonly string[] Parts = ["step", "generate", "search", "select"];

    private readonly Option<string?> _only = new("--only") { Description = "One part alone: step, generate, search or select.", HelpName = "PART" };
    private readonly Option<string> _shape = new("--shape") { Description = $"Model shape, with random weights: {string.Join(", ", ModelShape.Names)}.", DefaultValueFactory = _ => "gpt2-124m" };
    private readonly Option<int> _tokens = Options.Whole("--tokens", 1024, 2, "Tokens of the window a step learns from.");
    private readonly Option<string> _method = new("--method") { Description = "What a step tunes: adapters (lora) or all weights (full).", DefaultValueFactory = _ => "lora" };
    private readonly Option<string> _type = new("--dtype") { Description = "Type of the matrix products.", DefaultValueFactory = _ => CpuFeatures.HasBFloat16 ? "bf16" : "f32" };
    private readonly Option<string> _device = Options.Device("cpu");
    private readonly Option<int> _threads = Options.Threads();

    private sealed record Step(double Seconds, double TokensPerSecond, double Gflops, double ShareOfPeak, double PeakMegabytes);

    private sealed record Generation(double TokensPerSecond);

    private sealed record Timing(double Ms);

    private sealed record Results(double? GemmGflops, double? GemmGflopsBf16, double? GemmGflopsF32, Step? Step, Generation? Generate, Timing? Search, Timing? Select);

    public static Command Create()
    {
        var bench = new BenchCommand();
        bench._only.AcceptOnlyFromAmong(Parts);
        bench._shape.AcceptOnlyFromAmong([.. ModelShape.Names]);
        bench._method.AcceptOnlyFromAmong("lora", "full");
        bench._type.AcceptOnlyFromAmong("bf16", "f32");
        var command = new Command("bench", "Measure what this machine can do: matrix products, a gradient step, generation, search and selection.")
            { bench._only, bench._shape, bench._tokens, bench._method, bench._type, bench._device, bench._threads };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(bench.Run(parsed, cancellationToken)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = Output.Of(parsed);
        var only = parsed.GetValue(_only);
        var shape = ModelShape.Of(parsed.GetValue(_shape)!);
        var device = ModelDevice.Parse(parsed.GetValue(_device)!);
        var precision = Options.PrecisionOf(parsed.GetValue(_type)!);
        double? half = null, single = null, gemm = null;
        Step? step = null;
        Generation? generation = null;
        if (Wanted("step") || Wanted("generate")) NativeStart.SetThreads(parsed.GetValue(_threads));
        if (Wanted("step"))
        {
            output.Note("measuring matrix products and gradient steps …");
            half = MatrixPeak.Gigaflops(Precision.BFloat16, device, cancellationToken);
            single = MatrixPeak.Gigaflops(Precision.Float32, device, cancellationToken);
            gemm = precision == Precision.Float32 ? single : half;
            var speed = StepBenchmark.Measure(shape, Math.Min(parsed.GetValue(_tokens), shape.ContextLength), parsed.GetValue(_method) == "full", precision, device, gemm.Value, cancellationToken);
            step = new Step(speed.Seconds, speed.TokensPerSecond, speed.Gigaflops, speed.ShareOfPeak, Process.GetCurrentProcess().PeakWorkingSet64 / 1e6);
        }
        if (Wanted("generate"))
        {
            output.Note("measuring generation …");
            generation = new Generation(GenerationBenchmark.TokensPerSecond(shape, precision, device, cancellationToken));
        }
        if (Wanted("search") || Wanted("select")) output.Note("measuring search and selection …");
        var results = new Results(gemm, half, single, step, generation, Measured("search", SelectionSpeed.SearchMilliseconds), Measured("select", SelectionSpeed.SelectMilliseconds));
        output.Answer(results, console => console.Write(Table(results, parsed)));
        return ExitCodes.Done;

        bool Wanted(string part) => only is null || only == part;

        Timing? Measured(string part, Func<CancellationToken, double> measure) => Wanted(part) ? new Timing(measure(cancellationToken)) : null;
    }

    private Table Table(Results results, ParseResult parsed)
    {
        var (shape, type) = (parsed.GetValue(_shape)!, parsed.GetValue(_type)!);
        var table = new Table().Border(TableBorder.Minimal).AddColumns("what", "figure");
        if (results.GemmGflops is not null) table.AddRow("matrix products, bf16 and f32", $"{results.GemmGflopsBf16:0} and {results.GemmGflopsF32:0} Gflop/s");
        if (results.Step is { } step)
            table.AddRow($"gradient step, {shape}, {parsed.GetValue(_method)}, {type}", $"{step.TokensPerSecond:0} tokens/s, {step.Seconds:0.00} s, {100 * step.ShareOfPeak:0} % of the matrix products' peak; {step.PeakMegabytes:0} MB at most");
        if (results.Generate is { } generate) table.AddRow($"generation, {shape}, {type}", $"{generate.TokensPerSecond:0.0} tokens/s");
        if (results.Search is { } search) table.AddRow("exact search, 100,000 × 1,024, one thread", $"{search.Ms:0.0} ms");
        if (results.Select is { } select) table.AddRow("selection, 50 of 200 × 1,024, one thread", $"{select.Ms:0.00} ms");
        return table;
    }
}
