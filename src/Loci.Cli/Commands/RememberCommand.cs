using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Ingest;
using Loci.Text;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci remember</c>: chunk, embed, store.</summary>
internal static class RememberCommand
{
    private const int ShownProblems = 20;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders (.gitignore is respected), patterns, JSON Lines (.jsonl, .gz, .zst) or - for standard input.", Arity = ArgumentArity.OneOrMore };
        var memory = Options.Memory();
        var model = Options.Model();
        var embedder = Options.Embedder();
        var strict = new Option<bool>("--strict") { Description = "Fail on the first line or file that cannot be used instead of passing it over." };
        var chunkTokens = Options.Whole("--chunk-tokens", Chunker.DefaultMaximumTokens, 16, "Tokens of a chunk at most.");
        var command = new Command("remember", "Put text into a memory. What is there already is passed over.") { paths, memory, model, embedder, strict, chunkTokens };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            var chunker = new Chunker(TokenizerLoader.Load(Places.Model(parsed.GetValue(model))), parsed.GetValue(chunkTokens));
            var reader = new DocumentReader(new IngestOptions { Strict = parsed.GetValue(strict), StandardInput = Console.OpenStandardInput() });
            var documents = reader.Read(parsed.GetRequiredValue(paths));
            using var store = await OpenMemory.Async(parsed.GetRequiredValue(memory), parsed.GetValue(embedder), create: true, cancellationToken);
            IngestResult result;
            using (var progress = new ProgressLine<IngestProgress>(output, Line))
                result = await new Ingester(store, chunker).RunAsync(documents, reader, progress, cancellationToken);
            foreach (var problem in result.Problems.Take(ShownProblems)) output.Note($"passed over: {problem.Message}");
            if (result.Problems.Count > ShownProblems) output.Note($"passed over: {result.Problems.Count - ShownProblems} more.");
            output.Answer(
                new { result.Documents, result.Chunks, result.Skipped, Seconds = result.Elapsed.TotalSeconds },
                console => console.WriteLine($"{result.Documents} documents in {result.Chunks} chunks remembered, {result.Skipped} passed over, in {Durations.Text(result.Elapsed)}."));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Line(IngestProgress p) =>
        $"{p.Documents} documents, {p.Chunks} chunks, {p.BytesDone / 1e6:0.0} of {p.BytesTotal / 1e6:0.0} MB, {p.BytesPerSecond / 1e6:0.00} MB/s, {Durations.Text(p.Remaining)} left";
}
