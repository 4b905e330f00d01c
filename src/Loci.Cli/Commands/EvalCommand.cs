using System.CommandLine;
using Loci.Cli.Evaluating;
using Loci.Cli.Hosting;
using Loci.Evaluation;
using Loci.Evaluation.Records;
using Loci.Evaluation.Tables;

namespace Loci.Cli.Commands;

/// <summary><c>loci eval</c>: the table of what tuning on picked chunks does to bits per byte.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var data = new Argument<string[]>("DATA") { Description = "Documents: JSON Lines with meta.pile_set_name, or files and folders.", Arity = ArgumentArity.OneOrMore };
        var memory = new MemoryChoice();
        var model = new ModelOptions();
        var settings = new EvaluationSettings();
        var tuning = new TuningOptions();
        var records = new Option<string?>("--records") { Description = "A file that keeps what each document gave, as JSON Lines; a run that was cut short goes on from it.", HelpName = "F" };
        var html = new Option<string?>("--html") { Description = "Write a report for reading into this file.", HelpName = "F" };
        var command = new Command("eval", "Measure what learning at test time does to bits per byte, per subset and in total.") { data };
        foreach (var option in (IEnumerable<Option>)[.. settings.All, records, html, .. memory.All, .. model.All, .. tuning.All]) command.Options.Add(option);
        command.Validators.Add(tuning.Check);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            var options = settings.Read(parsed, shown: parsed.GetValue(html) is null ? 0 : 1);
            if (parsed.GetValue(html) is { } planned) EvaluationFile.Check(planned, options);
            var documents = EvaluationDocuments.Read(parsed.GetRequiredValue(data), output);
            NativeStart.SetThreads(1); // one thread per worker
            using var loaded = model.Load(parsed);
            using var store = await memory.OpenAsync(parsed, cancellationToken);
            var tuners = new MethodTuners(tuning, parsed, loaded, settings.Carries(parsed));
            var description = new EvaluationDescription(loaded, store, tuners.Standard, tuning.Given(parsed), options, settings.Like(parsed));
            using var file = parsed.GetValue(records) is { } path ? RecordFile.Open(path, description.Identity) : null;
            EvaluationReport report;
            using (var progress = new ProgressLine<EvaluationProgress>(output, p => $"{p.Done} of {p.Documents} documents, {Durations.Text(p.Remaining)} left"))
                report = new Evaluator(loaded, store, tuners.Get, options, file).Run(documents, progress, cancellationToken);
            if (parsed.GetValue(html) is { } page) EvaluationFile.Write(page, report, options, description);
            output.Answer(EvaluationView.Document(report, options, description), console => EvaluationView.Show(console, report));
            return ExitCodes.Done;
        });
        return command;
    }
}
