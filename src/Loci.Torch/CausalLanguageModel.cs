using System.Security.Cryptography;
using Loci.Hub;
using Loci.Models;
using Loci.Text;
using Loci.Text.Chat;
using Loci.Torch.Adapters;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch;

/// <summary>
/// A causal language model loaded from a folder in Hugging Face layout, or a view of one with adapters beside it. Its weights are never written
/// after loading: tuners work beside them (LoRA) or on a copy (full), so any number of threads may score, generate and tune over one model at once.
/// </summary>
public sealed class CausalLanguageModel : IChatModel, IWeightsIdentity, IHiddenStates
{
    private readonly TorchLanguageModel _view;
    private readonly string _folder;
    private readonly IReadOnlyList<IDisposable> _owned;
    private string? _loadedHash;

    /// <summary>A model that owns its weights.</summary>
    private CausalLanguageModel(string name, string folder, ITokenizer tokenizer, DecoderBlueprint blueprint, ParameterStore parameters)
        : this(name, folder, tokenizer, blueprint, parameters, new Decoder(blueprint, parameters.Compute, parameters.Device), [])
    {
        _owned = [Decoder, Parameters];
    }

    /// <summary>A view of another model's weights.</summary>
    private CausalLanguageModel(
        string name, string folder, ITokenizer tokenizer, DecoderBlueprint blueprint, ParameterStore parameters, Decoder decoder, IReadOnlyList<AdapterTensors> adapters,
        params IReadOnlyList<IDisposable> owned)
    {
        _folder = folder;
        _owned = owned;
        Blueprint = blueprint;
        Parameters = parameters;
        Decoder = decoder;
        Adapters = adapters;
        Weights = Over(new FrozenWeights(parameters));
        _view = new TorchLanguageModel(name, tokenizer, Decoder, blueprint, Weights, parameters.Device);
    }

    /// <inheritdoc/>
    public string Name => _view.Name;

    /// <inheritdoc/>
    public ITokenizer Tokenizer => _view.Tokenizer;

    /// <inheritdoc/>
    public int ContextLength => _view.ContextLength;

    /// <summary>The folder it was loaded from.</summary>
    public string Folder => _folder;

    /// <inheritdoc/>
    public ChatTemplate? FindChatTemplate(DateOnly? today = null) => ChatTemplates.Find(_folder, today);

    /// <summary>What decides the model's arithmetic.</summary>
    public DecoderConfiguration Configuration => Blueprint.Configuration;

    /// <summary>Number of parameters, tied ones once and adapters not counted.</summary>
    public long ParameterCount => Parameters.Count;

    /// <summary>Where it runs, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device => Parameters.Device.ToString();

    /// <inheritdoc/>
    public int HiddenSize => Configuration.HiddenSize;

    /// <summary>Type of the matrix products, such as <c>BFloat16</c>.</summary>
    public string Compute => Parameters.Compute.ToString();

    internal DecoderBlueprint Blueprint { get; }

    internal ParameterStore Parameters { get; }

    /// <summary>The hash of the weights without adapters as they were when first asked for; <see cref="WeightsHash"/> reads them anew.</summary>
    internal string LoadedHash => LazyInitializer.EnsureInitialized(ref _loadedHash, Parameters.Hash);

    internal Decoder Decoder { get; }

    /// <summary>Adapters beside the weights, the first applied first.</summary>
    internal IReadOnlyList<AdapterTensors> Adapters { get; }

    /// <summary>The weights with every adapter beside them; no gradient reaches either.</summary>
    internal IWeights Weights { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="folder">Folder with config.json, safetensors weights and a tokenizer.</param>
    /// <param name="options">Precision, by default the fastest that this machine has, and an adapter to put beside the weights.</param>
    /// <exception cref="InvalidInputException">The folder is not a model, its architecture is unknown, a file is damaged, or the adapter does not belong to the model.</exception>
    public static CausalLanguageModel Load(string folder, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder}: expected a model folder in Hugging Face layout, found no folder.");
        var blueprint = Families.Read(Path.Combine(folder, "config.json"));
        var tokenizer = Tokens(folder, blueprint.Configuration);
        if (tokenizer.VocabularySize > blueprint.Configuration.VocabularySize)
            throw new InvalidInputException($"{folder}: expected a tokenizer of at most {blueprint.Configuration.VocabularySize} tokens, the model's vocabulary, found {tokenizer.VocabularySize}. Tokenizer and weights do not belong together.");
        options ??= new LoadOptions();
        var device = options.Device.Resolve();
        var parameters = CheckpointReader.Load(folder, blueprint, ComputeType.Of(options.Precision, device), device);
        var model = new CausalLanguageModel(HubCache.NameOf(folder)?.Text ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), folder, tokenizer, blueprint, parameters);
        return options.Adapter is { } adapter ? model.Owning(adapter) : model;
    }

    /// <summary>A model's tokenizer alone, as the model has it; the weights are not read, nor is libtorch loaded.</summary>
    /// <param name="folder">As for <see cref="Load"/>.</param>
    /// <exception cref="InvalidInputException">The folder is not a model, or its architecture or tokenizer is unknown.</exception>
    public static ITokenizer LoadTokenizer(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Tokens(folder, Families.Read(Path.Combine(folder, "config.json")).Configuration);
    }

    /// <summary>The most tokens that a prediction may be conditioned on; only config.json is read.</summary>
    /// <param name="folder">As for <see cref="Load"/>.</param>
    /// <exception cref="InvalidInputException">The folder is not a model, or its architecture is unknown.</exception>
    public static int ReadContextLength(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Families.Read(Path.Combine(folder, "config.json")).Configuration.ContextLength;
    }

    /// <summary>
    /// This model with an adapter beside its weights, as a view that shares them: the model itself answers as before, and any number of
    /// views of it, each with adapters of its own, may be used at once. Tuning a view learns on top of its adapters.
    /// </summary>
    /// <param name="adapter">What to put beside the weights; it may be disposed before the view is.</param>
    /// <returns>The view, which the caller disposes before this model.</returns>
    /// <exception cref="InvalidInputException">The adapter belongs to a model of another family, shape or weights.</exception>
    public CausalLanguageModel WithAdapter(Adapter adapter) => View(adapter, []);

    /// <summary>
    /// A model of its own with the adapters of this view in its weights: W + s · B A, so that it costs no more than the base. This model is only read:
    /// going back to what was is using it again, bit for bit.
    /// </summary>
    /// <returns>The merged model, which the caller disposes; it may outlive this one. Matrices that no adapter changes are shared with it.</returns>
    public CausalLanguageModel Merged()
    {
        var (blueprint, parameters) = AdapterMerge.Apply(Blueprint, Parameters, Adapters);
        return new CausalLanguageModel(Name, _folder, Tokenizer, blueprint, parameters);
    }

    /// <summary>Writes the model as a folder in Hugging Face layout with its tokenizer, and with its adapters merged into the weights.</summary>
    /// <param name="folder">Where; made if missing. Not the folder the model was loaded from.</param>
    /// <param name="half">Whether to store bfloat16 (half the size, 8 significant bits) instead of float32.</param>
    /// <exception cref="InvalidInputException">The folder is the model's own.</exception>
    public void Save(string folder, bool half = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Path.GetFullPath(Path.TrimEndingDirectorySeparator(folder)) == Path.GetFullPath(Path.TrimEndingDirectorySeparator(_folder)))
            throw new InvalidInputException($"{folder}: expected a folder other than the model's own, which stays as it is. Name another.");
        using var merged = Merged();
        CheckpointWriter.Save(folder, merged.Blueprint, merged.Parameters, half);
        ModelFolder.CopyDescription(_folder, folder);
        ModelFolder.Describe(folder, merged.Configuration.TiedEmbeddings, half);
    }

    /// <summary>SHA-256 over all weights, adapters included: two models with one hash are bit for bit the same.</summary>
    public string WeightsHash() => HashOf(Parameters.Hash(), Adapters);

    /// <inheritdoc/>
    public float[] Losses(ReadOnlySpan<int> window, int from = 1) => _view.Losses(window, from);

    /// <inheritdoc/>
    public IReadOnlyList<PredictedToken> Predict(ReadOnlySpan<int> window, int from = 1, int alternatives = 0, CancellationToken cancellationToken = default) =>
        _view.Predict(window, from, alternatives, cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<GeneratedToken> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default) =>
        _view.Generate(prompt, options, cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<BatchToken> GenerateBatch(IReadOnlyList<int[]> prompts, GenerationOptions options, CancellationToken cancellationToken = default) =>
        _view.GenerateBatch(prompts, options, cancellationToken);

    /// <summary>Mean of the last hidden states of a text's tokens: a representation of it by the model itself.</summary>
    /// <param name="tokens">The text's tokens, cut to the context.</param>
    public float[] MeanHiddenState(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty) throw new ArgumentException("Expected at least one token.", nameof(tokens));
        TokenIds.Check(tokens, Configuration.VocabularySize);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var ids = LanguageModelLoss.Ids(tokens[..Math.Min(tokens.Length, ContextLength)], Parameters.Device);
        return Decoder.Hidden(Weights, ids).mean([1]).reshape(-1).cpu().data<float>().ToArray();
    }

    /// <summary>Frees the weights, or of a view its adapters. Sessions over the model and views of it must be disposed first.</summary>
    public void Dispose()
    {
        foreach (var owned in _owned) owned.Dispose();
    }

    /// <summary>The hash of a model with these weights and these adapters beside them, in order.</summary>
    internal static string HashOf(string weights, IReadOnlyList<AdapterTensors> adapters) => adapters.Count == 0
        ? weights
        : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Join('+', adapters.Select(adapter => adapter.Hash()).Prepend(weights)))));

    /// <summary>Weights in the place of this model's, with its adapters beside them.</summary>
    internal IWeights Over(IWeights weights) => Adapters.Aggregate(weights, (inner, adapter) => adapter.Over(inner));

    private static ITokenizer Tokens(string folder, DecoderConfiguration configuration) =>
        TokenizerLoader.Load(folder, configuration.BeginningOfText, configuration.EndOfText is [var end, ..] ? end : null);

    /// <summary>This model with a saved adapter, as one thing to dispose.</summary>
    private CausalLanguageModel Owning(string folder)
    {
        try
        {
            using var adapter = Adapter.Load(folder);
            return View(adapter, [this]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private CausalLanguageModel View(Adapter adapter, IReadOnlyList<IDisposable> owned)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        AdapterFit.Check(adapter, Name, Blueprint, WeightsHash);
        var tensors = adapter.Tensors.Copy(share: true, Parameters.Compute, Parameters.Device);
        return new CausalLanguageModel($"{Name}+{adapter.Name}", _folder, Tokenizer, Blueprint, Parameters, Decoder, [.. Adapters, tensors], [tensors, .. owned]);
    }
}
