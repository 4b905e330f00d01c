using System.CommandLine;
using System.Text;
using Loci.Cli.Hosting;
using Loci.Generation;
using Loci.Learning;
using Loci.Models;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci ask</c>: adapt, answer, show what was read.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var prompt = new Argument<string?>("PROMPT") { Description = "The prompt; standard input where it is left out.", Arity = ArgumentArity.ZeroOrOne };
        var memory = new MemoryChoice();
        var model = new ModelOptions();
        var count = Options.Count(20);
        var candidates = Options.Candidates();
        var noise = Options.Noise();
        var stopping = Options.Stopping();
        var distinct = Options.Distinct();
        var tuning = new TuningOptions();
        var system = Options.System();
        var chat = Options.Chat();
        var drawing = new DrawingOptions();
        var promptSteps = Options.PromptSteps("4, in a chat 0");
        var noGuard = new Option<bool>("--no-guard") { Description = "Keep the adaptation even if it predicts the prompt worse." };
        var threads = Options.Threads();
        var command = new Command("ask", "Adapt the model to a prompt by what the memory holds, and answer.")
            { prompt, count, candidates, noise, stopping, distinct, promptSteps, system, chat, noGuard, threads };
        foreach (var option in (IEnumerable<Option>)[.. memory.All, .. model.All, .. tuning.All, .. drawing.All]) command.Options.Add(option);
        command.Validators.Add(tuning.Check);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            NativeStart.SetThreads(parsed.GetValue(threads));
            var text = parsed.GetValue(prompt) ?? await Console.In.ReadToEndAsync(cancellationToken);
            if (string.IsNullOrWhiteSpace(text)) throw new InvalidInputException("expected a prompt, as an argument or on standard input, found none.");
            var generation = drawing.Read(parsed);
            using var loaded = model.Load(parsed);
            var asked = AskedPrompt.Of(loaded, model.Folder(parsed), text, parsed.GetValue(system), parsed.GetValue(chat)!);
            generation = generation with { StopTokens = asked.StopTokens };
            using var store = await memory.OpenAsync(parsed, cancellationToken);
            var learner = new TestTimeLearner(loaded, store, tuning.Read(parsed, loaded), new LearnerOptions
            {
                Guard = !parsed.GetValue(noGuard),
                PromptSteps = parsed.GetValue(promptSteps) ?? (asked.Template is null ? LearnerOptions.StandardPromptSteps : 0),
                Retrieval = new RetrievalOptions
                {
                    Count = parsed.GetValue(count), Candidates = parsed.GetValue(candidates), Noise = parsed.GetValue(noise),
                    Stopping = parsed.GetValue(stopping), Distinct = parsed.GetValue(distinct),
                },
            });
            Adaptation adapted;
            using (var progress = new ProgressLine<AdaptationProgress>(output, p => $"learning {p.Step} of {p.Steps}, loss {p.Loss:0.000}"))
                adapted = await learner.AdaptAsync(text, progress, cancellationToken);
            await using (adapted)
            {
                var answer = await Answer(adapted, asked, generation, output, cancellationToken);
                var plain = adapted.Report.Kept ? TextGeneration.Complete(loaded, asked.Tokens, generation, cancellationToken) : answer; // refused, the base has answered
                output.Answer(Document(adapted.Report, asked, answer, plain), console => Show(console, adapted.Report, plain));
            }
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The answer, which people see as it comes.</summary>
    private static async Task<string> Answer(Adaptation adapted, AskedPrompt asked, GenerationOptions generation, Output output, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        await foreach (var piece in adapted.StreamAsync(asked.Tokens, generation, cancellationToken))
        {
            answer.Append(piece.Text);
            output.Stream(piece.Text);
        }
        return answer.ToString();
    }

    private static object Document(AdaptationReport report, AskedPrompt asked, string answer, string plain) => new
    {
        Answer = answer,
        BaseAnswer = plain,
        ChatTemplate = asked.Template,
        Selected = report.Picks.Select(pick => new { pick.Id, pick.Document, pick.Uncertainty, pick.Score }),
        report.Steps,
        report.Kept,
        report.LossBefore,
        report.LossAfter,
        report.Seconds,
    };

    private static void Show(IAnsiConsole console, AdaptationReport report, string plain)
    {
        console.WriteLine();
        console.WriteLine();
        console.WriteLine($"Read {report.Picks.Count} chunks; σ from {report.Prior:0.000} to {(report.Picks.Count > 0 ? report.Picks[^1].Uncertainty : report.Prior):0.000}; loss of the prompt {report.LossBefore:0.000} → {report.LossAfter:0.000}; {(report.Kept ? "adaptation kept" : "adaptation refused by the guard, the base answered")}.");
        console.Write(PickTable.Of(report.Picks));
        console.WriteLine($"Without the memory: {plain.Trim()}");
        console.WriteLine(string.Join(", ", report.Seconds.Select(stage => $"{stage.Key} {stage.Value:0.00} s")));
    }
}
