using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Evaluation;
using Loci.Ingest;
using Loci.Learning;
using Loci.Selection;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci eval</c>: the table of what tuning on picked chunks does to bits per byte.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var data = new Argument<string[]>("DATA") { Description = "Documents: JSON Lines with meta.pile_set_name, or files and folders.", Arity = ArgumentArity.OneOrMore };
        var memory = new MemoryChoice();
        var model = new ModelOptions();
        var methods = new Option<string>("--methods") { Description = "Methods, separated by commas: base and selection rules.", DefaultValueFactory = _ => "base,nn,sift" };
        var protocol = new Option<string>("--protocol") { Description = "whole: the query is the scored text. split: the first half is the query, the second is scored.", DefaultValueFactory = _ => "whole" };
        protocol.AcceptOnlyFromAmong("whole", "split");
        var count = Options.Count(50);
        var candidates = Options.Candidates();
        var noise = Options.Noise();
        var stopping = Options.Stopping();
        var distinct = Options.Distinct();
        var limit = Options.Whole("--limit", 0, 0, "Documents of each subset at most; 0 takes all.");
        var maxTokens = Options.Whole("--max-tokens", 0, 0, "Tokens of each document at most, from its start; 0 takes all.");
        var seed = new Option<int>("--seed") { Description = "Decides which documents a limit draws.", DefaultValueFactory = _ => 1 };
        var tuning = new TuningOptions();
        var threads = Options.Threads();
        var command = new Command("eval", "Measure what learning at test time does to bits per byte, per subset and in total.")
            { data, methods, protocol, count, candidates, noise, stopping, distinct, limit, maxTokens, seed, threads };
        foreach (var option in (IEnumerable<Option>)[.. memory.All, .. model.All, .. tuning.All]) command.Options.Add(option);
        command.Validators.Add(tuning.Check);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            var options = new EvaluationOptions
            {
                Protocol = Enum.Parse<Protocol>(parsed.GetRequiredValue(protocol), ignoreCase: true),
                Methods = Methods(parsed.GetRequiredValue(methods)),
                Limit = parsed.GetValue(limit),
                MaxTokens = parsed.GetValue(maxTokens),
                Seed = parsed.GetValue(seed),
                Workers = parsed.GetValue(threads),
                Retrieval = new RetrievalOptions
                {
                    Count = parsed.GetValue(count), Candidates = parsed.GetValue(candidates), Noise = parsed.GetValue(noise),
                    Stopping = parsed.GetValue(stopping), Distinct = parsed.GetValue(distinct),
                },
            };
            var documents = Documents(parsed.GetRequiredValue(data), output);
            NativeStart.SetThreads(1); // one thread per worker
            using var loaded = model.Load(parsed);
            using var store = await memory.OpenAsync(parsed, cancellationToken);
            var tuner = tuning.Read(parsed);
            EvaluationReport report;
            using (var progress = new ProgressLine<EvaluationProgress>(output, p => $"{p.Done} of {p.Documents} documents, {Durations.Text(p.Remaining)} left"))
                report = new Evaluator(loaded, store, tuner, options).Run(documents, progress, cancellationToken);
            output.Answer(EvaluationView.Document(report, options, loaded.Name, tuner.Name), console => EvaluationView.Show(console, report));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Methods(string given)
    {
        var names = given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0) throw new InvalidInputException("--methods: expected at least one method, found none.");
        foreach (var name in names.Where(name => name != "base")) _ = Selectors.Create(name);
        return names;
    }

    private static List<EvaluationDocument> Documents(string[] paths, Output output)
    {
        var reader = new DocumentReader(new IngestOptions());
        var documents = reader.Read(paths)
            .Select(document => new EvaluationDocument(document.Meta?.GetValueOrDefault("pile_set_name") ?? "documents", document.Source, document.Text))
            .ToList();
        foreach (var problem in reader.Problems) output.Note($"passed over: {problem.Message}");
        return documents;
    }
}
