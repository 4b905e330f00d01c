using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Learning;
using Loci.Models;
using Loci.Scoring;
using Loci.Torch;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci ask</c>: adapt, answer, show what was read.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var prompt = new Argument<string?>("PROMPT") { Description = "The prompt; standard input where it is left out.", Arity = ArgumentArity.ZeroOrOne };
        var memory = Options.Memory();
        var model = Options.Model();
        var adapter = Options.Adapter();
        var embedder = Options.Embedder();
        var count = Options.Count(20);
        var candidates = Options.Candidates();
        var noise = Options.Noise();
        var stopping = Options.Stopping();
        var distinct = Options.Distinct();
        var tuning = Options.Tuning();
        var learningRate = Options.LearningRate();
        var tokens = Options.Whole("--max-tokens", 128, 1, "Tokens of the answer at most.");
        var temperature = new Option<double>("--temperature") { Description = "0 takes the most likely token each time.", DefaultValueFactory = _ => 0 };
        var seed = new Option<long>("--seed") { Description = "Decides the draw where the temperature is above 0." };
        var noGuard = new Option<bool>("--no-guard") { Description = "Keep the adaptation even if it predicts the prompt worse." };
        var threads = Options.Threads();
        var command = new Command("ask", "Adapt the model to a prompt by what the memory holds, and answer.")
            { prompt, memory, model, adapter, embedder, count, candidates, noise, stopping, distinct, tuning, learningRate, tokens, temperature, seed, noGuard, threads };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            NativeStart.SetThreads(parsed.GetValue(threads));
            var text = parsed.GetValue(prompt) ?? await Console.In.ReadToEndAsync(cancellationToken);
            if (string.IsNullOrWhiteSpace(text)) throw new InvalidInputException("expected a prompt, as an argument or on standard input, found none.");
            using var loaded = CausalLanguageModel.Load(Places.Model(parsed.GetValue(model)), new LoadOptions { Adapter = Places.Adapter(parsed.GetValue(adapter)) });
            var generation = new GenerationOptions { MaxTokens = parsed.GetValue(tokens), Temperature = parsed.GetValue(temperature), Seed = parsed.GetValue(seed) };
            HoldLength(loaded, text);
            using var store = await OpenMemory.Async(parsed.GetRequiredValue(memory), parsed.GetValue(embedder), create: false, cancellationToken);
            var learner = new TestTimeLearner(loaded, store, Tuners.Create(parsed.GetValue(tuning)!, parsed.GetValue(learningRate)), new LearnerOptions
            {
                Guard = !parsed.GetValue(noGuard),
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
                var answer = await adapted.GenerateAsync(text, generation, cancellationToken);
                var plain = TextGeneration.Complete(loaded, text, generation, cancellationToken);
                output.Answer(Document(adapted.Report, answer, plain), console => Show(console, adapted.Report, answer, plain));
            }
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Refuses a prompt that cannot be answered before any work is put into it.</summary>
    private static void HoldLength(ILanguageModel model, string prompt)
    {
        var tokens = TextScorer.WithPrefix(model, model.Tokenizer.Encode(prompt)).Length;
        if (tokens > model.ContextLength)
            throw new InvalidInputException($"expected a prompt of at most {model.ContextLength} tokens, the context of {model.Name}, found {tokens}. Shorten it, or use a model with a longer context.");
    }

    private static object Document(AdaptationReport report, string answer, string plain) => new
    {
        Answer = answer,
        BaseAnswer = plain,
        Selected = report.Picks.Select(pick => new { pick.Id, pick.Document, pick.Uncertainty, pick.Score }),
        report.Steps,
        report.Kept,
        report.LossBefore,
        report.LossAfter,
        report.Seconds,
    };

    private static void Show(IAnsiConsole console, AdaptationReport report, string answer, string plain)
    {
        console.WriteLine(answer.Trim());
        console.WriteLine();
        console.WriteLine($"Read {report.Picks.Count} chunks; σ from {report.Prior:0.000} to {(report.Picks.Count > 0 ? report.Picks[^1].Uncertainty : report.Prior):0.000}; loss of the prompt {report.LossBefore:0.000} → {report.LossAfter:0.000}; {(report.Kept ? "adaptation kept" : "adaptation refused by the guard, the base answered")}.");
        console.Write(PickTable.Of(report.Picks));
        console.WriteLine($"Without the memory: {plain.Trim()}");
        console.WriteLine(string.Join(", ", report.Seconds.Select(stage => $"{stage.Key} {stage.Value:0.00} s")));
    }
}
