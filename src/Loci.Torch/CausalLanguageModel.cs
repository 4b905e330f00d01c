using Loci.Models;
using Loci.Text;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch;

/// <summary>
/// A causal language model loaded from a folder in Hugging Face layout. Its weights are never written after loading: tuners work beside
/// them (LoRA) or on a copy (full), so any number of threads may score, generate and tune over one model at once.
/// </summary>
public sealed class CausalLanguageModel : ILanguageModel
{
    private readonly TorchLanguageModel _view;

    private CausalLanguageModel(string name, ITokenizer tokenizer, DecoderBlueprint blueprint, ParameterStore parameters)
    {
        Blueprint = blueprint;
        Parameters = parameters;
        Decoder = new Decoder(blueprint, parameters.Compute, CPU);
        Frozen = new FrozenWeights(parameters);
        _view = new TorchLanguageModel(name, tokenizer, Decoder, blueprint, Frozen, CPU);
    }

    /// <inheritdoc/>
    public string Name => _view.Name;

    /// <inheritdoc/>
    public ITokenizer Tokenizer => _view.Tokenizer;

    /// <inheritdoc/>
    public int ContextLength => _view.ContextLength;

    /// <summary>What decides the model's arithmetic.</summary>
    public DecoderConfiguration Configuration => Blueprint.Configuration;

    /// <summary>Number of parameters, tied ones once.</summary>
    public long ParameterCount => Parameters.Count;

    /// <summary>Type of the matrix products, such as <c>BFloat16</c>.</summary>
    public string Compute => Parameters.Compute.ToString();

    internal DecoderBlueprint Blueprint { get; }

    internal ParameterStore Parameters { get; }

    internal Decoder Decoder { get; }

    internal FrozenWeights Frozen { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="folder">Folder with config.json, safetensors weights and a tokenizer.</param>
    /// <param name="options">Precision; the default is the fastest that this machine has.</param>
    /// <exception cref="InvalidInputException">The folder is not a model, its architecture is unknown, or a file is damaged.</exception>
    public static CausalLanguageModel Load(string folder, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder}: expected a model folder in Hugging Face layout, found no folder.");
        var blueprint = Families.Read(Path.Combine(folder, "config.json"));
        var tokenizer = TokenizerLoader.Load(folder, blueprint.Configuration.BeginningOfText, blueprint.Configuration.EndOfText is [var end, ..] ? end : null);
        if (tokenizer.VocabularySize > blueprint.Configuration.VocabularySize)
            throw new InvalidInputException($"{folder}: expected a tokenizer of at most {blueprint.Configuration.VocabularySize} tokens, the model's vocabulary, found {tokenizer.VocabularySize}. Tokenizer and weights do not belong together.");
        var parameters = CheckpointReader.Load(folder, blueprint, ComputeType.Of(options?.Precision ?? Precision.Auto), CPU);
        return new CausalLanguageModel(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), tokenizer, blueprint, parameters);
    }

    /// <summary>SHA-256 over all weights: two models with one hash are bit for bit the same.</summary>
    public string WeightsHash() => Parameters.Hash();

    /// <inheritdoc/>
    public float[] Losses(ReadOnlySpan<int> window, int from = 1) => _view.Losses(window, from);

    /// <inheritdoc/>
    public IEnumerable<int> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default) =>
        _view.Generate(prompt, options, cancellationToken);

    /// <summary>Mean of the last hidden states of a text's tokens: a representation of it by the model itself.</summary>
    /// <param name="tokens">The text's tokens, cut to the context.</param>
    public float[] MeanHiddenState(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty) throw new ArgumentException("Expected at least one token.", nameof(tokens));
        TokenIds.Check(tokens, Configuration.VocabularySize);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var ids = LanguageModelLoss.Ids(tokens[..Math.Min(tokens.Length, ContextLength)], CPU);
        return Decoder.Hidden(Frozen, ids).mean([1]).reshape(-1).data<float>().ToArray();
    }

    /// <summary>Frees the weights. Sessions over the model must be disposed first.</summary>
    public void Dispose()
    {
        Decoder.Dispose();
        Parameters.Dispose();
    }
}
