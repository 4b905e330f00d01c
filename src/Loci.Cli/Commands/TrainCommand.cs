using System.CommandLine;
using System.CommandLine.Parsing;
using Loci.Cli.Hosting;
using Loci.Ingest;
using Loci.Torch;
using Loci.Torch.Training;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci train</c>: make a model from text, train one further, or train an adapter beside one.</summary>
internal sealed class TrainCommand
{
    private readonly Argument<string[]> _texts = new("TEXT") { Description = "Text files, folders or JSON Lines to train on.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _model = new("--model") { Description = "Train this model further.", HelpName = "DIR" };
    private readonly Option<string?> _recipe = new("--new") { Description = "Make a new model by this recipe (models/recipes).", HelpName = "CONFIG" };
    private readonly Option<string?> _folder = new("--out") { Description = "Where the model goes. [default: with --model its own folder, else the recipe's name]", HelpName = "DIR" };
    private readonly TuningOptions _tuning = new("Peak learning rate.", perPrompt: false);
    private readonly Option<string?> _adapter = new("--adapter-out") { Description = "With --tuning lora or head: where the adapter goes, in PEFT's layout.", HelpName = "DIR" };
    private readonly Option<string[]> _validation = new("--validation") { Description = "Text to measure bits per byte on.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<double?> _epochs = Options.Positive("--epochs", "Passes over the text.");
    private readonly Option<int> _steps = Options.Whole("--steps", 0, 0, "Steps instead of passes; 0 goes by passes.");
    private readonly Option<int> _batch = Options.Whole("--batch", 0, 0, "Windows in one step; 0 takes the recipe's.");
    private readonly Option<int> _window = Options.Whole("--window", 0, 0, "Tokens of a window; 0 takes the recipe's, or the model's context.");
    private readonly Option<int> _checkpointEvery = Options.Whole("--checkpoint-every", 0, 0, "Steps between saves of the run's state; 0 takes the recipe's.");
    private readonly Option<int> _threads = Options.Threads();

    public static Command Create()
    {
        var train = new TrainCommand();
        var command = new Command("train", "Train a model from text, its vocabulary included, train one further, or train an adapter beside one. A run that was broken off is resumed by the same command.") { train._texts };
        Option[] options =
        [
            train._model, train._recipe, train._folder, train._adapter, .. train._tuning.All, train._validation,
            train._epochs, train._steps, train._batch, train._window, train._checkpointEvery, train._threads,
        ];
        foreach (var option in options) command.Options.Add(option);
        command.Validators.Add(train.Check);
        command.Validators.Add(train._tuning.Check);
        command.SetAction(train.RunAsync);
        return command;
    }

    private void Check(CommandResult result)
    {
        if (result.GetResult(_model) is null == result.GetResult(_recipe) is null) result.AddError("expected either --model DIR or --new CONFIG.");
        if (result.Errors.Any()) return;
        var tuning = _tuning.Name(result);
        var adapter = result.GetResult(_adapter) is not null;
        if (adapter == (tuning == "full")) result.AddError("expected --adapter-out DIR with --tuning lora or head, and without it --out or nothing.");
        if (adapter && (result.GetResult(_recipe) ?? result.GetResult(_folder)) is not null) result.AddError("expected --adapter-out with --model, found --new or --out: an adapter is trained beside a model, which stays as it is.");
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = Output.Of(parsed);
        NativeStart.SetThreads(parsed.GetValue(_threads));
        var texts = ReadAll(parsed.GetRequiredValue(_texts), output);
        var held = parsed.GetValue(_validation) is { Length: > 0 } files ? ReadAll(files, output) : [];
        var target = Target(parsed);
        TrainingResult result;
        try
        {
            using var progress = new ProgressLine<TrainingProgress>(output, Line);
            result = Train(parsed, texts, held, target, progress, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            output.Note(ModelTrainer.HasUnfinishedRun(target)
                ? $"The run's state is saved in {target}; the same command goes on from it."
                : "Cancelled before the first step: there is nothing to go on from.");
            throw;
        }
        var adapter = parsed.GetValue(_adapter);
        output.Answer(
            new { result.Steps, result.Tokens, result.TrainLoss, ValidationBpb = result.ValidationBitsPerByte, Model = adapter is null ? target : Places.Model(parsed.GetValue(_model)), Adapter = adapter },
            console => console.WriteLine($"{target}: {result.Steps} steps, {result.Tokens} tokens, training loss {result.TrainLoss:0.000}{(result.ValidationBitsPerByte is { } bpb ? $", validation {bpb:0.0000} bits per byte" : "")}."));
        return Task.FromResult(ExitCodes.Done);
    }

    private TrainingResult Train(
        ParseResult parsed, List<string> texts, List<string> held, string target, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_recipe) is { } file)
        {
            var recipe = TrainingRecipe.Read(file);
            return ModelTrainer.TrainNew(
                recipe with { Training = Adjust(parsed, recipe.Training) }, texts, held, target, Path.GetFileName(Path.GetFullPath(target)), progress, cancellationToken: cancellationToken);
        }
        var model = Places.Model(parsed.GetValue(_model));
        if (parsed.GetValue(_adapter) is null)
            return ModelTrainer.Continue(model, Adjust(parsed, new TrainingOptions { LearningRate = 3e-4 }), texts, held, target, progress, cancellationToken: cancellationToken);
        using var loaded = CausalLanguageModel.Load(model);
        var tuner = _tuning.Read(parsed, loaded);
        return AdapterTrainer.Train(loaded, tuner, Adjust(parsed, new TrainingOptions { WeightDecay = 0 }), texts, held, target, progress, cancellationToken: cancellationToken);
    }

    private string Target(ParseResult parsed) => parsed.GetValue(_adapter) ?? parsed.GetValue(_folder)
        ?? (parsed.GetValue(_model) is { } further ? Places.Model(further) : Path.GetFileNameWithoutExtension(parsed.GetValue(_recipe)!));

    private TrainingOptions Adjust(ParseResult parsed, TrainingOptions options) => options with
    {
        Epochs = parsed.GetValue(_epochs) ?? options.Epochs,
        Steps = Given(parsed.GetValue(_steps), options.Steps),
        LearningRate = _tuning.Rate(parsed) ?? options.LearningRate,
        BatchSize = Given(parsed.GetValue(_batch), options.BatchSize),
        WindowLength = Given(parsed.GetValue(_window), options.WindowLength),
        CheckpointEvery = Given(parsed.GetValue(_checkpointEvery), options.CheckpointEvery),
    };

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
