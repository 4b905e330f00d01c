using System.CommandLine;
using System.CommandLine.Parsing;
using Loci.Cli.Hosting;
using Loci.Embedding;
using Loci.Formats;
using Loci.Ingest;
using Loci.Memories;
using Loci.Text;
using Loci.Torch;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci remember</c>: chunk, embed, store.</summary>
internal sealed class RememberCommand
{
    private const int ShownProblems = 20;

    private readonly Argument<string[]> _paths = new("PATH") { Description = "Files, folders (.gitignore is respected), patterns or - for standard input: text, source code, HTML, Word, PDF, CSV, Parquet, JSON Lines (.gz, .zst).", Arity = ArgumentArity.OneOrMore };
    private readonly MemoryChoice _memory = new();
    private readonly Option<string?> _model = Options.Model();
    private readonly Option<bool> _strict = new("--strict") { Description = "Fail on the first line or file that cannot be used instead of passing it over." };
    private readonly Option<bool> _sync = new("--sync") { Description = "Also forget what the memory has from these files and folders and is not there any more." };
    private readonly Option<string> _near = new("--near-duplicates") { Description = "What becomes of a document that nearly repeats one in the memory: keep it, mark it (and keep it) or drop it.", DefaultValueFactory = _ => "keep" };
    private readonly Option<string?> _textField = new("--text-field") { Description = "The field of JSON Lines, or the column of a table, that holds the text. [default: text; in tables also content, body or document]", HelpName = "NAME" };
    private readonly Option<string?> _vectors = new("--vectors") { Description = "Ready-made vectors, n × d (.npy or .safetensors), row i for line i of the one JSON Lines file given; each line becomes one chunk.", HelpName = "F" };
    private readonly Option<int> _chunkTokens = Options.Whole("--chunk-tokens", Chunker.DefaultMaximumTokens, 16, "Tokens of a chunk at most; without this option never more than the model's context.");

    public static Command Create()
    {
        var remember = new RememberCommand();
        remember._near.AcceptOnlyFromAmong("keep", "mark", "drop");
        var command = new Command("remember", "Put text into a memory. What is there already is passed over; a file that has changed takes the place of what it held before.") { remember._paths };
        foreach (var option in (IEnumerable<Option>)[.. remember._memory.All, remember._model, remember._strict, remember._sync, remember._near, remember._textField, remember._vectors, remember._chunkTokens])
            command.Options.Add(option);
        command.Validators.Add(remember.Check);
        command.SetAction(remember.RunAsync);
        return command;
    }

    private Chunker Cutting(ParseResult parsed)
    {
        var folder = Places.Model(parsed.GetValue(_model));
        var tokenizer = TokenizerLoader.Load(folder);
        var asked = parsed.GetResult(_chunkTokens) is { Implicit: false } || !File.Exists(Path.Combine(folder, "config.json")); // a tokenizer may come without a model
        return asked ? new Chunker(tokenizer, parsed.GetValue(_chunkTokens)) : Chunker.For(tokenizer, CausalLanguageModel.ReadContextLength(folder));
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(_sync) && result.GetValue(_paths)?.Any(path => path == "-" || path.Contains('*', StringComparison.Ordinal)) == true)
            result.AddError("--sync: expected files and folders, found a pattern or standard input, which do not say what is gone.");
        if (result.GetValue(_vectors) is not null && (result.GetValue(_paths) is not [not "-"] || result.GetValue(_sync)))
            result.AddError("--vectors: expected exactly one JSON Lines file, and no --sync.");
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = Output.Of(parsed);
        var paths = parsed.GetRequiredValue(_paths);
        var chunker = Cutting(parsed);
        var reading = new IngestOptions
        {
            Strict = parsed.GetValue(_strict), StandardInput = Console.OpenStandardInput(), Formats = DocumentFormats.All, TextField = parsed.GetValue(_textField),
        };
        var options = new MemoryOptions { Create = true, NearDuplicates = Enum.Parse<NearDuplicates>(parsed.GetRequiredValue(_near), ignoreCase: true) };
        using var vectors = parsed.GetValue(_vectors) is { } matrix ? VectorDocuments.Open(matrix, paths[0], reading, cancellationToken) : null;
        var reader = new DocumentReader(reading);
        var documents = vectors is null ? reader.Read(paths, cancellationToken) : [];
        using var store = await _memory.OpenAsync(parsed, options, cancellationToken, vectors is null ? null : () => new GivenVectors(vectors.Dimensions));
        var ingester = new Ingester(store, chunker) { Follow = parsed.GetValue(_sync) ? [.. paths.Select(Path.GetFullPath)] : [] };
        IngestResult result;
        using (var progress = new ProgressLine<IngestProgress>(output, Line))
            result = vectors is null
                ? await ingester.RunAsync(documents, reader, progress, cancellationToken)
                : await ingester.RunAsync(vectors.Read(cancellationToken), progress: progress, cancellationToken: cancellationToken);
        Report(output, result, vectors);
        return ExitCodes.Done;
    }

    private static void Report(Output output, IngestResult result, VectorDocuments? vectors)
    {
        var problems = vectors?.Problems ?? result.Problems;
        var skipped = result.Skipped + (vectors?.Skipped ?? 0);
        foreach (var problem in problems.Take(ShownProblems)) output.Note($"passed over: {problem.Message}");
        if (problems.Count > ShownProblems) output.Note($"passed over: {problems.Count - ShownProblems} more.");
        if (vectors is { Normalised: > 0 and var normalised }) output.Note($"{normalised} vectors were not of length 1 and were brought to it.");
        output.Answer(
            new { result.Documents, result.Chunks, Skipped = skipped, result.Forgotten, Seconds = result.Elapsed.TotalSeconds },
            console => console.WriteLine($"{result.Documents} documents in {result.Chunks} chunks remembered, {skipped} passed over{(result.Forgotten > 0 ? $", {result.Forgotten} forgotten" : "")}, in {Durations.Text(result.Elapsed)}."));
    }

    private static string Line(IngestProgress p) =>
        $"{p.Documents} documents, {p.Chunks} chunks, {p.BytesDone / 1e6:0.0} of {p.BytesTotal / 1e6:0.0} MB, {p.BytesPerSecond / 1e6:0.00} MB/s, {Durations.Text(p.Remaining)} left";
}
