using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;

namespace Loci.Torch.Benchmarking;

/// <summary>The shape of a known model, for measuring with random weights: speed depends on shapes alone.</summary>
public sealed class ModelShape
{
    private static readonly Dictionary<string, string> Configurations = new(StringComparer.Ordinal)
    {
        ["gpt2-124m"] = """{"model_type":"gpt2","vocab_size":50257,"n_positions":1024,"n_embd":768,"n_layer":12,"n_head":12}""",
        ["gpt2-355m"] = """{"model_type":"gpt2","vocab_size":50257,"n_positions":1024,"n_embd":1024,"n_layer":24,"n_head":16}""",
        ["llama-160m"] = """{"model_type":"llama","vocab_size":32000,"max_position_embeddings":2048,"hidden_size":768,"intermediate_size":3072,"num_hidden_layers":12,"num_attention_heads":12,"rms_norm_eps":1e-6}""",
        ["qwen2.5-0.5b"] = """{"model_type":"qwen2","vocab_size":151936,"max_position_embeddings":32768,"hidden_size":896,"intermediate_size":4864,"num_hidden_layers":24,"num_attention_heads":14,"num_key_value_heads":2,"rope_theta":1000000.0,"rms_norm_eps":1e-6,"tie_word_embeddings":true}""",
    };

    private ModelShape(string name, DecoderBlueprint blueprint)
    {
        Name = name;
        Blueprint = blueprint;
    }

    /// <summary>Every name that <see cref="Of"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Configurations.Keys];

    /// <summary>The shape's name.</summary>
    public string Name { get; }

    /// <summary>Number of parameters, tied ones once.</summary>
    public long Parameters => Blueprint.Parameters().Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>Longest window.</summary>
    public int ContextLength => Blueprint.Configuration.ContextLength;

    internal DecoderBlueprint Blueprint { get; }

    /// <summary>The shape called <paramref name="name"/>.</summary>
    /// <exception cref="InvalidInputException">There is no such shape.</exception>
    public static ModelShape Of(string name) => Configurations.TryGetValue(name ?? "", out var json)
        ? new ModelShape(name!, Families.Read(ConfigurationReader.Of(name!, json)))
        : throw new InvalidInputException($"expected a model shape among {string.Join(", ", Names)}, found '{name}'.");

    /// <summary>Elements of all matrices that a token is multiplied with, the head included.</summary>
    internal long MatrixElements => Blueprint.Layers.SelectMany(layer => layer.Projections).Append(Blueprint.Head).Sum(p => (long)p.Inputs * p.Outputs);
}
