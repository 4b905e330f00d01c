using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Ingest;
using Loci.Torch.Training;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci train</c>: make a model from text, or train one further.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var texts = new Argument<string[]>("TEXT") { Description = "Text files, folders or JSON Lines to train on.", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string?>("--model") { Description = "Train this model further.", HelpName = "DIR" };
        var recipe = new Option<string?>("--new") { Description = "Make a new model by this recipe (models/recipes).", HelpName = "CONFIG" };
        var folder = new Option<string?>("--out") { Description = "Where the model goes. [default: with --model its own folder, else the recipe's name]", HelpName = "DIR" };
        var validation = new Option<string[]>("--validation") { Description = "Text to measure bits per byte on.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var epochs = Options.Positive("--epochs", "Passes over the text.");
        var steps = Options.Whole("--steps", 0, 0, "Steps instead of passes; 0 goes by passes.");
        var learningRate = Options.Positive("--learning-rate", "Peak learning rate.");
        var batch = Options.Whole("--batch", 0, 0, "Windows in one step; 0 takes the recipe's.");
        var window = Options.Whole("--window", 0, 0, "Tokens of a window; 0 takes the recipe's, or the model's context.");
        var checkpointEvery = Options.Whole("--checkpoint-every", 0, 0, "Steps between saves of the run's state; 0 takes the recipe's.");
        var threads = Options.Threads();
        var command = new Command("train", "Train a model from text, its vocabulary included, or train one further. A run that was broken off is resumed by the same command.")
            { texts, model, recipe, folder, validation, epochs, steps, learningRate, batch, window, checkpointEvery, threads };
        command.Validators.Add(result =>
        {
            if (result.GetResult(model) is null == result.GetResult(recipe) is null) result.AddError("expected either --model DIR or --new CONFIG.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            NativeStart.SetThreads(parsed.GetValue(threads));
            var text = ReadAll(parsed.GetRequiredValue(texts), output);
            var held = parsed.GetValue(validation) is { Length: > 0 } files ? ReadAll(files, output) : [];
            TrainingOptions Adjust(TrainingOptions options) => options with
            {
                Epochs = parsed.GetValue(epochs) ?? options.Epochs,
                Steps = Given(parsed.GetValue(steps), options.Steps),
                LearningRate = parsed.GetValue(learningRate) ?? options.LearningRate,
                BatchSize = Given(parsed.GetValue(batch), options.BatchSize),
                WindowLength = Given(parsed.GetValue(window), options.WindowLength),
                CheckpointEvery = Given(parsed.GetValue(checkpointEvery), options.CheckpointEvery),
            };
            var target = parsed.GetValue(folder)
                ?? (parsed.GetValue(model) is { } further ? Places.Model(further) : Path.GetFileNameWithoutExtension(parsed.GetValue(recipe)!));
            TrainingResult result;
            try
            {
                using var progress = new ProgressLine<TrainingProgress>(output, Line);
                result = parsed.GetValue(recipe) is { } file && TrainingRecipe.Read(file) is var read
                    ? ModelTrainer.TrainNew(read with { Training = Adjust(read.Training) }, text, held, target, Path.GetFileName(Path.GetFullPath(target)), progress, cancellationToken: cancellationToken)
                    : ModelTrainer.Continue(Places.Model(parsed.GetValue(model)), Adjust(new TrainingOptions { LearningRate = 3e-4 }), text, held, target, progress, cancellationToken: cancellationToken);
            }
            catch (OperationCanceledException)
            {
                output.Note(ModelTrainer.HasUnfinishedRun(target)
                    ? $"The run's state is saved in {target}; the same command goes on from it."
                    : "Cancelled before the first step: there is nothing to go on from.");
                throw;
            }
            output.Answer(
                new { result.Steps, result.Tokens, result.TrainLoss, ValidationBpb = result.ValidationBitsPerByte, Model = target },
                console => console.WriteLine($"{target}: {result.Steps} steps, {result.Tokens} tokens, training loss {result.TrainLoss:0.000}{(result.ValidationBitsPerByte is { } bpb ? $", validation {bpb:0.0000} bits per byte" : "")}."));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static int Given(int value, int otherwise) => value > 0 ? value : otherwise;

    private static List<string> ReadAll(string[] paths, Output output)
    {
        var reader = new DocumentReader(new IngestOptions());
        var texts = reader.Read(paths).Select(document => document.Text).ToList();
        foreach (var problem in reader.Problems) output.Note($"passed over: {problem.Message}");
        return texts.Count > 0 ? texts : throw new InvalidInputException($"{string.Join(", ", paths)}: expected text, found no document.");
    }

    private static string Line(TrainingProgress p) =>
        $"step {p.Step} of {p.Steps}, loss {p.Loss:0.000}, {p.TokensPerSecond:0} tokens/s, {Durations.Text(p.Remaining)} left{(p.ValidationBitsPerByte is { } bpb ? $", validation {bpb:0.000} bits per byte" : "")}";
}
