using System.CommandLine;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Tensors;

namespace Loci.Benchmarks.Commands;

/// <summary><c>select</c>: times one selection over vectors from files, rows in and picks out, and says what was picked.</summary>
internal static class SelectCommand
{
    public static Command Create()
    {
        var candidates = new Option<string>("--candidates") { Description = "Candidate vectors, K × d: .npy, or .safetensors with a tensor 'candidates'.", Required = true };
        var targets = new Option<string>("--targets") { Description = "Target vectors, m × d: .npy, or .safetensors with a tensor 'targets'.", Required = true };
        var count = new Option<int>("--count") { Description = "N, picks.", DefaultValueFactory = _ => SelectionBenchmarks.Count };
        var noise = new Option<double>("--noise") { Description = "λ.", DefaultValueFactory = _ => 0.1 };
        var method = new Option<string>("--method") { Description = "The rule that picks.", DefaultValueFactory = _ => "sift" };
        var distinct = new Option<bool>("--distinct") { Description = "Each candidate once at most." };
        var repeat = new Option<int>("--repeat") { Description = "Timed runs.", DefaultValueFactory = _ => 51 };
        var json = new Option<bool>("--json") { Description = "One JSON document." };
        method.AcceptOnlyFromAmong([.. Selectors.Names]);
        var command = new Command("select", "Time one selection over vectors from files.") { candidates, targets, count, noise, method, distinct, repeat, json };
        command.SetAction(parsed =>
        {
            using MatrixFile rows = MatrixFile.Open(parsed.GetRequiredValue(candidates), "candidates"), aims = MatrixFile.Open(parsed.GetRequiredValue(targets), "targets");
            if (rows.Dimensions != aims.Dimensions)
            {
                throw new InvalidInputException($"Targets must be as wide as the candidates, {rows.Dimensions}, and are {aims.Dimensions} wide.");
            }
            float[] candidateRows = rows.ReadAll(), targetRows = aims.ReadAll();
            ISelector selector = Selectors.Create(parsed.GetRequiredValue(method));
            var options = new SelectionOptions { Count = parsed.GetValue(count), Noise = parsed.GetValue(noise), Distinct = parsed.GetValue(distinct) };
            double[] times = Repeated.Milliseconds(Math.Max(1, parsed.GetValue(repeat)), () => Select());
            SelectionResult result = Select();
            double median = Repeated.Median(times);
            Report.Say(
                parsed.GetValue(json),
                new { Method = selector.Name, Candidates = rows.Count, Targets = aims.Count, rows.Dimensions, options.Count, options.Noise, Median = median, Milliseconds = times, result.Indices, result.Objective },
                $"{selector.Name}, K = {rows.Count}, N = {options.Count}, d = {rows.Dimensions}, m = {aims.Count}: median {median:0.000} ms of {times.Length} runs, fastest {times.Min():0.000} ms; {result.Indices.Distinct().Count()} different picks");

            SelectionResult Select() => selector.Select(new DenseKernel(candidateRows, targetRows, aims.Dimensions), options);
        });
        return command;
    }
}
