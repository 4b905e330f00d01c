using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Ingest;
using Loci.Scoring;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci score</c>: bits per byte of text under a model.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Text files, folders or JSON Lines; documents are scored apart.", Arity = ArgumentArity.OneOrMore };
        var model = new ModelOptions();
        var threads = Options.Threads();
        var command = new Command("score", "Measure how well a model predicts text, in bits per byte.") { files, threads };
        foreach (var option in model.All) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            NativeStart.SetThreads(parsed.GetValue(threads));
            using var loaded = model.Load(parsed);
            var reader = new DocumentReader(new IngestOptions { StandardInput = Console.OpenStandardInput() });
            var total = default(TextScore);
            using (var progress = new ProgressLine<TextScore>(output, score => $"{score.Tokens} tokens, {score.BitsPerByte:0.0000} bits per byte so far"))
            {
                foreach (var document in reader.Read(parsed.GetRequiredValue(files), cancellationToken))
                {
                    total += TextScorer.Score(loaded, document.Text, cancellationToken);
                    progress.Report(total);
                }
            }
            foreach (var problem in reader.Problems) output.Note($"passed over: {problem.Message}");
            if (total.Bytes == 0) throw new InvalidInputException($"{string.Join(", ", parsed.GetRequiredValue(files))}: expected text, found no document.");
            output.Answer(
                new { Bpb = total.BitsPerByte, total.Bytes, total.Tokens, Model = loaded.Name },
                console => console.WriteLine($"{total.BitsPerByte:0.0000} bits per byte over {total.Bytes} bytes ({total.Tokens} tokens) under {loaded.Name}."));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
