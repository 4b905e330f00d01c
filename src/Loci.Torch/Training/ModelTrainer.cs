using System.Text.Json.Nodes;
using Loci.Text;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Training;

/// <summary>Makes a model folder in Hugging Face layout out of text and a recipe, or trains an existing one further. Resumes what was broken off.</summary>
public static class ModelTrainer
{
    private const string EndOfText = "<|endoftext|>";
    private const int LeastVocabulary = 257;

    /// <summary>Trains a new model: its vocabulary first, then its weights.</summary>
    /// <param name="recipe">Architecture, vocabulary and options.</param>
    /// <param name="texts">Training documents.</param>
    /// <param name="validation">Documents for bits per byte; may be empty.</param>
    /// <param name="folder">Where the model goes. An unfinished run found there is resumed.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="progress">Told every few steps.</param>
    /// <param name="clock">Measures speed.</param>
    /// <param name="cancellationToken">Ends the run after the step in hand; the same call resumes it.</param>
    public static TrainingResult TrainNew(
        TrainingRecipe recipe, IReadOnlyList<string> texts, IReadOnlyList<string> validation, string folder, string name,
        IProgress<TrainingProgress>? progress = null, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0) throw new InvalidInputException("expected text to train on, found no document.");
        if (recipe.Vocabulary < LeastVocabulary)
            throw new InvalidInputException($"training recipe: expected a vocabulary of at least {LeastVocabulary} (every byte and the end of a text), found {recipe.Vocabulary}.");
        recipe.Training.Validate();
        Directory.CreateDirectory(folder);
        var vocabulary = BytePairTrainer.Train(texts, recipe.Vocabulary, [EndOfText], cancellationToken);
        vocabulary.Save(folder);
        var tokenizer = vocabulary.ToTokenizer();
        WriteConfiguration(recipe, tokenizer, folder);
        var blueprint = Families.Read(Path.Combine(folder, "config.json"));
        using var store = FreshWeights.Create(blueprint, ComputeType.Best, recipe.Training.Seed);
        var run = new TrainingRun(blueprint, Trainee.All(blueprint, store), tokenizer, recipe.Training, folder, name);
        return Run(run, store, recipe.ToString(), texts, validation, progress, clock, cancellationToken);
    }

    /// <summary>Trains all weights of an existing model further, into the same or another folder.</summary>
    public static TrainingResult Continue(
        string model, TrainingOptions options, IReadOnlyList<string> texts, IReadOnlyList<string> validation, string folder,
        IProgress<TrainingProgress>? progress = null, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0) throw new InvalidInputException("expected text to train on, found no document.");
        var blueprint = Families.Read(Path.Combine(model, "config.json"));
        var tokenizer = TokenizerLoader.Load(model);
        using var store = CheckpointReader.Load(model, blueprint, ComputeType.Best, CPU);
        Directory.CreateDirectory(folder);
        ModelFolder.CopyDescription(model, folder);
        var settings = $"{options}{store.Hash()}";
        var run = new TrainingRun(blueprint, Trainee.All(blueprint, store), tokenizer, options, folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
        return Run(run, store, settings, texts, validation, progress, clock, cancellationToken);
    }

    /// <summary>Whether <paramref name="folder"/> holds the state of a run that was broken off, from which the same call goes on.</summary>
    public static bool HasUnfinishedRun(string folder) => TrainingState.Exists(folder);

    private static TrainingResult Run(
        TrainingRun run, ParameterStore store, string settings, IReadOnlyList<string> texts, IReadOnlyList<string> validation,
        IProgress<TrainingProgress>? progress, TimeProvider? clock, CancellationToken cancellationToken) =>
        run.ToEnd(settings, texts, validation, () => CheckpointWriter.Save(run.Folder, run.Blueprint, store, half: true), progress, clock, cancellationToken);

    private static void WriteConfiguration(TrainingRecipe recipe, Tokenizer tokenizer, string folder)
    {
        var config = (JsonObject)recipe.Model.DeepClone();
        config["vocab_size"] = tokenizer.VocabularySize;
        config["bos_token_id"] = tokenizer.BeginningOfText;
        config["eos_token_id"] = tokenizer.EndOfText;
        config["torch_dtype"] = "bfloat16";
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString(ModelFolder.Indented) + "\n");
    }
}
