using System.Security.Cryptography;
using Loci.Embedding;
using Loci.Text;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Encoding;

/// <summary>
/// Texts by an encoder of the BERT or RoBERTa family, sentence-transformers' included: the states of a text's tokens, its special tokens among them, are
/// pooled to one vector and L2-normalised. Computes in float32 on every machine, so that one identity means one vector, but for
/// the last bits in which processors differ. Longer texts are cut to the encoder's length. Immutable and safe to share between threads; owns its weights.
/// </summary>
public sealed class EncoderEmbedder : DenseEmbedder
{
    private static readonly string[] Description = ["config.json", "tokenizer.json", "sentence_bert_config.json"];

    private readonly Tokenizer _tokenizer;
    private readonly int _empty;     // tokens of a text that says nothing: the special ones
    private readonly int[] _closing; // special tokens after a text
    private readonly int _length;
    private readonly Encoder _encoder;
    private readonly ParameterStore _parameters;
    private readonly FrozenWeights _weights;
    private readonly TextPooling _pooling;

    private EncoderEmbedder(string folder, string identity, Tokenizer tokenizer, EncoderBlueprint blueprint, ParameterStore parameters, TextPooling pooling, int length)
        : base("encoder", blueprint.Configuration.HiddenSize)
    {
        Identity = identity;
        _tokenizer = tokenizer;
        (_empty, _closing) = Frame(tokenizer);
        _length = length > _empty
            ? length
            : throw new InvalidInputException($"{folder}: expected room for more than the {_empty} special tokens of a text, found a length of {length}. Look at \"max_seq_length\" and the tokenizer's template.");
        _encoder = new Encoder(blueprint);
        _parameters = parameters;
        _weights = new FrozenWeights(parameters);
        _pooling = pooling;
    }

    /// <inheritdoc/>
    public override string Identity { get; }

    /// <summary>λ for this representation: 0.1, that of the other dense ones; not yet tuned on validation data for encoders.</summary>
    public override double Noise => 0.1;

    /// <summary>Loads an encoder.</summary>
    /// <param name="folder">Folder with config.json, safetensors weights and tokenizer.json, and perhaps sentence-transformers' <c>modules.json</c>, <c>1_Pooling</c> and <c>sentence_bert_config.json</c>.</param>
    /// <param name="pooling">How token states become one vector; null means what the folder asks for, and the mean where it says nothing.</param>
    /// <exception cref="InvalidInputException">The folder is not an encoder, asks for what is not supported, or a file is damaged.</exception>
    public static EncoderEmbedder Load(string folder, TextPooling? pooling = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder}: expected the folder of an encoder in Hugging Face layout, found no folder.");
        var blueprint = EncoderFamilies.Read(Path.Combine(folder, "config.json"));
        var configuration = blueprint.Configuration;
        var how = pooling ?? SentenceFolder.Pooling(folder);
        var tokenizer = Tokenizer(folder);
        if (tokenizer.VocabularySize > configuration.VocabularySize)
            throw new InvalidInputException($"{folder}: expected a tokenizer of at most {configuration.VocabularySize} tokens, the encoder's vocabulary, found {tokenizer.VocabularySize}. Tokenizer and weights do not belong together.");
        var length = SentenceFolder.Length(folder, configuration.ContextLength);
        var parameters = CheckpointReader.Load(folder, blueprint, ScalarType.Float32, CPU);
        try
        {
            if (how == TextPooling.Pooler && !parameters.Masters.ContainsKey(blueprint.Pooler.Weight))
                throw new InvalidInputException($"{folder}: expected an encoder with a pooler, found none among its weights. Use another pooling.");
            return new EncoderEmbedder(folder, IdentityOf(folder, how), tokenizer, blueprint, parameters, how, length);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <summary>Looks for the encoder with an identity and loads it; null where no folder has it. Folders that are no encoder are passed over.</summary>
    /// <param name="folders">Where to look, in order.</param>
    /// <param name="identity">The <see cref="Identity"/> of an encoder loaded before, here or on another machine.</param>
    public static EncoderEmbedder? Find(IEnumerable<string> folders, string identity)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(identity);
        foreach (var pooling in Enum.GetValues<TextPooling>().Where(pooling => identity.StartsWith(Kind(pooling), StringComparison.Ordinal)))
        {
            if (folders.FirstOrDefault(folder => IsEncoder(folder) && IdentityOf(folder, pooling) == identity) is { } found) return Load(found, pooling);
        }
        return null;
    }

    /// <inheritdoc/>
    protected override float[] Vector(string text)
    {
        var tokens = _tokenizer.Encode(text, addSpecialTokens: true);
        if (tokens.Length == _empty) return new float[Parts[0].Dimensions];
        if (tokens.Length > _length) tokens = [.. tokens[..(_length - _closing.Length)], .. _closing];
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var hidden = _encoder.Hidden(_weights, LanguageModelLoss.Ids(tokens, CPU));
        return ParameterStore.Values(F.normalize(_encoder.Pool(_weights, hidden, real: null, _pooling), dim: 1));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _parameters.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The tokenizer of tokenizer.json, which alone says what special tokens go around a text.</summary>
    private static Tokenizer Tokenizer(string folder)
    {
        var file = Path.Combine(folder, "tokenizer.json");
        return File.Exists(file) ? TokenizerLoader.Load(file)
            : throw new InvalidInputException($"{folder}: expected tokenizer.json, found none. Encoders need it: other files do not say what special tokens go around a text.");
    }

    /// <summary>How many special tokens the tokenizer puts around a text, and those after it: all that follows where a text would begin.</summary>
    private static (int Count, int[] Closing) Frame(Tokenizer tokenizer)
    {
        int[] empty = tokenizer.Encode("", addSpecialTokens: true), letter = tokenizer.Encode("a", addSpecialTokens: true);
        return (empty.Length, empty[empty.AsSpan().CommonPrefixLength(letter)..]);
    }

    private static bool IsEncoder(string folder)
    {
        try
        {
            return EncoderFamilies.Read(Path.Combine(folder, "config.json")).Layers.Count > 0;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    /// <summary>The pooling, and SHA-256 of the files that decide the vectors.</summary>
    private static string IdentityOf(string folder, TextPooling pooling)
    {
        string[] files = [.. Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal), .. Description.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }
        return Kind(pooling) + Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    private static string Kind(TextPooling pooling) => pooling switch
    {
        TextPooling.Mean => "encoder-mean/1:",
        TextPooling.FirstToken => "encoder-first/1:",
        TextPooling.Pooler => "encoder-pooler/1:",
        _ => throw new ArgumentOutOfRangeException(nameof(pooling), pooling, "Unknown pooling."),
    };
}
