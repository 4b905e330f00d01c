using System.Numerics.Tensors;
using System.Security.Cryptography;
using Loci.Tensors;
using Loci.Text;

namespace Loci.Embedding;

/// <summary>
/// Static sentence embeddings (Model2Vec), vocabulary-quantised ones included: the mean over tokens of weight[id] · embedding[row[id]], the
/// unknown token left out, L2-normalised. Immutable and safe to share between threads.
/// </summary>
public sealed class StaticEmbedder : DenseEmbedder
{
    private readonly Tokenizer _tokenizer;
    private readonly float[] _embeddings; // (rows, dimensions)
    private readonly long[]? _rows;       // token → row; null where they are the same
    private readonly double[]? _weights;  // token → weight; null where all are 1
    private readonly int _dimensions;
    private readonly int? _unknown;

    private StaticEmbedder(Tokenizer tokenizer, SafetensorsFile file, string identity)
        : base("static", (int)file.Tensors["embeddings"].Shape[1])
    {
        _tokenizer = tokenizer;
        _embeddings = file.ReadSingles("embeddings");
        _dimensions = (int)file.Tensors["embeddings"].Shape[1];
        _rows = file.Tensors.ContainsKey("mapping") ? file.ReadInt64s("mapping") : null;
        _weights = file.Tensors.ContainsKey("weights") ? file.ReadDoubles("weights") : null;
        _unknown = tokenizer.IdOf("[UNK]") ?? tokenizer.IdOf("<unk>");
        Identity = identity;
    }

    /// <inheritdoc/>
    public override string Identity { get; }

    /// <inheritdoc/>
    public override double Noise => 1;

    /// <summary>Loads a Model2Vec folder: <c>model.safetensors</c> with <c>embeddings</c>, and perhaps <c>mapping</c> and <c>weights</c>, and <c>tokenizer.json</c>.</summary>
    /// <exception cref="InvalidInputException">The folder is not such a model, or its tables do not fit each other.</exception>
    public static StaticEmbedder Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = Path.Combine(folder, "model.safetensors");
        using var file = SafetensorsFile.Open(path);
        if (!file.Tensors.TryGetValue("embeddings", out var table) || table.Shape.Length != 2)
            throw new InvalidInputException($"{path}: expected a matrix named embeddings, found none. Is it a Model2Vec model?");
        var embedder = new StaticEmbedder(TokenizerLoader.Load(folder), file, IdentityOf(folder));
        embedder.Hold(path, table.Shape[0]);
        return embedder;
    }

    /// <summary>Whether a folder holds such a model, as far as its files say: a tokenizer, and tensors of which one is the matrix <c>embeddings</c>. Reads no weights.</summary>
    public static bool IsModel(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(Path.Combine(folder, "tokenizer.json")) || !File.Exists(Path.Combine(folder, "model.safetensors"))) return false;
        try
        {
            using var file = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
            return file.Tensors.TryGetValue("embeddings", out var table) && table.Shape.Length == 2;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    /// <summary>Looks for the model with an identity and loads it; null where no folder has it. Folders that hold no such model are passed over.</summary>
    /// <param name="folders">Where to look, in order.</param>
    /// <param name="identity">The <see cref="Identity"/> of a model loaded before, here or on another machine.</param>
    public static StaticEmbedder? Find(IEnumerable<string> folders, string identity)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(identity);
        return folders.FirstOrDefault(folder => IsModel(folder) && IdentityOf(folder) == identity) is { } found ? Load(found) : null;
    }

    /// <inheritdoc/>
    protected override float[] Vector(string text)
    {
        var sum = new double[_dimensions];
        foreach (var id in _tokenizer.Encode(text))
        {
            if (id == _unknown) continue;
            var row = _embeddings.AsSpan((int)(_rows?[id] ?? id) * _dimensions, _dimensions);
            var weight = _weights?[id] ?? 1;
            for (var i = 0; i < row.Length; i++) sum[i] += weight * row[i];
        }
        var norm = TensorPrimitives.Norm<double>(sum);
        return norm == 0 ? new float[_dimensions] : [.. sum.Select(value => (float)(value / norm))];
    }

    /// <summary>SHA-256 of everything that decides the values: tables and tokenizer.</summary>
    private static string IdentityOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in new[] { "model.safetensors", "tokenizer.json" }) hash.AppendData(File.ReadAllBytes(Path.Combine(folder, name)));
        return $"static/1:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private void Hold(string path, long rows)
    {
        var tokens = _tokenizer.VocabularySize;
        if ((_rows?.Length ?? rows) < tokens || (_weights?.Length ?? tokens) < tokens || _rows?.Any(row => row < 0 || row >= rows) == true)
            throw new InvalidInputException($"{path}: expected tables for the tokenizer's {tokens} tokens, found shorter ones or rows outside the table. The files do not belong together.");
    }
}
