using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Loci.Scoring;
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
    private const int QuickValidationDocuments = 64;

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
        return Run(new Setup(blueprint, store, tokenizer, recipe.Training, folder, name), recipe.ToString(), texts, validation, progress, clock, cancellationToken);
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
        return Run(new Setup(blueprint, store, tokenizer, options, folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))), settings, texts, validation, progress, clock, cancellationToken);
    }

    /// <summary>Whether <paramref name="folder"/> holds the state of a run that was broken off, from which the same call goes on.</summary>
    public static bool HasUnfinishedRun(string folder) => TrainingState.Exists(folder);

    private static TrainingResult Run(
        Setup setup, string settings, IReadOnlyList<string> texts, IReadOnlyList<string> validation,
        IProgress<TrainingProgress>? progress, TimeProvider? clock, CancellationToken cancellationToken)
    {
        var tokens = Stream(setup.Tokenizer, texts, cancellationToken);
        var trainer = new Trainer(setup.Blueprint, setup.Store, setup.Options, clock ?? TimeProvider.System);
        Func<IWeights, double>? validate = validation.Count == 0 ? null : weights => Quick(setup, weights, validation);
        var result = trainer.Run(tokens, setup.Folder, Fingerprint(settings, tokens), validate, progress, cancellationToken);
        CheckpointWriter.Save(setup.Folder, setup.Blueprint, setup.Store, half: true);
        TrainingState.Delete(setup.Folder);
        return validation.Count == 0 ? result : result with { ValidationBitsPerByte = Whole(setup, validation, cancellationToken) };
    }

    /// <summary>Documents one after another, each closed by the end-of-text token.</summary>
    private static int[] Stream(Tokenizer tokenizer, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var tokens = new List<int>();
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens.AddRange(tokenizer.Encode(text));
            if (tokenizer.EndOfText is { } end) tokens.Add(end);
        }
        return [.. tokens];
    }

    /// <summary>First windows of some validation documents: cheap enough to look at often.</summary>
    private static double Quick(Setup setup, IWeights weights, IReadOnlyList<string> validation)
    {
        using var model = setup.Model(weights);
        var every = Math.Max(1, validation.Count / QuickValidationDocuments);
        var score = default(TextScore);
        for (var i = 0; i < validation.Count; i += every)
        {
            // A prefix of the characters, cut where a window surely ends.
            var text = validation[i].Length > model.ContextLength ? validation[i][..model.ContextLength] : validation[i];
            if (text.Length > 0) score += TextScorer.Score(model, text);
        }
        return score.BitsPerByte;
    }

    private static double Whole(Setup setup, IReadOnlyList<string> validation, CancellationToken cancellationToken)
    {
        using var model = setup.Model(new FrozenWeights(setup.Store));
        return validation.Aggregate(default(TextScore), (sum, text) => sum + TextScorer.Score(model, text, cancellationToken)).BitsPerByte;
    }

    private static void WriteConfiguration(TrainingRecipe recipe, Tokenizer tokenizer, string folder)
    {
        var config = (JsonObject)recipe.Model.DeepClone();
        config["vocab_size"] = tokenizer.VocabularySize;
        config["bos_token_id"] = tokenizer.BeginningOfText;
        config["eos_token_id"] = tokenizer.EndOfText;
        config["torch_dtype"] = "bfloat16";
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString(ModelFolder.Indented) + "\n");
    }

    private static string Fingerprint(string settings, int[] tokens)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(settings));
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tokens.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record Setup(
        DecoderBlueprint Blueprint, ParameterStore Store, Tokenizer Tokenizer, TrainingOptions Options, string Folder, string Name)
    {
        public TorchLanguageModel Model(IWeights weights)
        {
            var decoder = new Decoder(Blueprint, weights.Compute, CPU);
            return new TorchLanguageModel(Name, Tokenizer, decoder, Blueprint, weights, CPU, owned: decoder);
        }
    }
}
