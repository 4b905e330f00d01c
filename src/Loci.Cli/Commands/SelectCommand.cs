using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Learning;
using Loci.Selection;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci select</c>: selection alone, over vectors in files or over a memory.</summary>
internal static class SelectCommand
{
    public static Command Create()
    {
        var candidates = new Option<string?>("--candidates") { Description = "Candidate vectors, K × d: .npy, or .safetensors with a tensor 'candidates'.", HelpName = "F" };
        var targets = new Option<string?>("--targets") { Description = "Target vectors, m × d: .npy, or .safetensors with a tensor 'targets'.", HelpName = "F" };
        var memory = new Option<string?>("--memory") { Description = "Select from a memory instead.", HelpName = "M" };
        var prompt = new Option<string?>("--prompt") { Description = "With --memory: the text to select for.", HelpName = "P" };
        var count = Options.Count(50);
        var noise = Options.Noise();
        var method = new Option<string>("--method") { Description = "The rule that picks.", DefaultValueFactory = _ => "sift" };
        method.AcceptOnlyFromAmong([.. Selectors.Names]);
        var stopping = Options.Stopping();
        var distinct = Options.Distinct();
        var seed = new Option<int>("--seed") { Description = "For rules that draw." };
        var command = new Command("select", "Pick the few candidates that tell most about the targets.")
            { candidates, targets, memory, prompt, count, noise, method, stopping, distinct, seed };
        command.Validators.Add(result =>
        {
            bool files = result.GetResult(candidates) is not null && result.GetResult(targets) is not null;
            bool text = result.GetResult(memory) is not null && result.GetResult(prompt) is not null;
            if (files == text) result.AddError("expected either --candidates F --targets F, or --memory M --prompt P.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            var selector = Selectors.Create(parsed.GetRequiredValue(method), parsed.GetValue(seed));
            if (parsed.GetValue(memory) is { } folder)
            {
                var options = new RetrievalOptions
                {
                    Count = parsed.GetValue(count), Noise = parsed.GetValue(noise), Stopping = parsed.GetValue(stopping), Distinct = parsed.GetValue(distinct),
                };
                using var store = await OpenMemory.Async(folder, create: false, cancellationToken);
                var picks = new Retriever(store, selector, options).Retrieve(parsed.GetValue(prompt)!, new StageClock(TimeProvider.System), cancellationToken).Picks;
                output.Answer(new { Selected = picks }, console => console.Write(PickTable.Of(picks)));
                return ExitCodes.Done;
            }
            var kernel = Kernel(parsed.GetValue(candidates)!, parsed.GetValue(targets)!);
            var rules = new SelectionOptions
            {
                Count = parsed.GetValue(count), Noise = parsed.GetValue(noise) ?? 1, Stopping = parsed.GetValue(stopping), Distinct = parsed.GetValue(distinct),
            };
            var result = selector.Select(kernel, rules, cancellationToken);
            output.Answer(new { result.Indices, Uncertainty = result.Objective, result.Prior }, console =>
            {
                for (var i = 0; i < result.Indices.Length; i++) console.WriteLine($"{result.Indices[i]}\t{result.Objective[i]:R}");
            });
            return ExitCodes.Done;
        });
        return command;
    }

    private static DenseKernel Kernel(string candidateFile, string targetFile)
    {
        var (candidates, width) = VectorFile.Read(candidateFile, "candidates");
        var (targets, targetWidth) = VectorFile.Read(targetFile, "targets");
        if (width != targetWidth) throw new InvalidInputException($"{targetFile}: expected targets as wide as the candidates ({width}), found {targetWidth}.");
        return new DenseKernel(candidates, targets, width);
    }
}
