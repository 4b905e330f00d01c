using Loci.Tensors;
using Loci.Torch.Decoding;
using Loci.Torch.Encoding;

namespace Loci.Torch.Checkpoints;

/// <summary>How the names in a checkpoint may differ from a blueprint's, and what in it is no parameter.</summary>
/// <param name="BasePrefix">What names of the base model begin with where a checkpoint holds a whole model, and lack where it holds the base alone.</param>
/// <param name="Unread">What the names of entries begin with that are left unread, without that prefix.</param>
internal sealed record CheckpointNames(string BasePrefix, IReadOnlyList<string> Unread)
{
    // Masks, frequencies and positions that older exports stored with the weights.
    private static readonly string[] Buffers =
        [".attn.bias", ".attn.masked_bias", ".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq", "embeddings.position_ids"];

    /// <summary>The names of a decoder's checkpoint. A stored output layer of a tied model is left unread: it is the token embedding.</summary>
    public static CheckpointNames Of(DecoderBlueprint blueprint) => new(
        blueprint.TokenEmbedding[..(blueprint.TokenEmbedding.IndexOf('.', StringComparison.Ordinal) + 1)],
        blueprint.Configuration.TiedEmbeddings ? [blueprint.Head.Module + "."] : []);

    /// <summary>The names of an encoder's checkpoint, whose heads for other tasks are left unread.</summary>
    public static CheckpointNames Of(EncoderBlueprint blueprint) =>
        new(blueprint.Configuration.Family + ".", ["pooler.", "lm_head.", "cls.", "classifier.", "qa_outputs."]);

    /// <summary>What a checkpoint calls a parameter, or null where it has none.</summary>
    public string? Find(string name, IReadOnlyDictionary<string, SafetensorsFile> stored) => Spellings(name).FirstOrDefault(stored.ContainsKey);

    /// <summary>Whether an entry is no parameter.</summary>
    public bool IsIgnored(string stored)
    {
        var bare = stored.StartsWith(BasePrefix, StringComparison.Ordinal) ? stored[BasePrefix.Length..] : stored;
        return Unread.Any(start => bare.StartsWith(start, StringComparison.Ordinal)) || Buffers.Any(end => stored.EndsWith(end, StringComparison.Ordinal));
    }

    private IEnumerable<string> Spellings(string name)
    {
        var other = name.StartsWith(BasePrefix, StringComparison.Ordinal) ? name[BasePrefix.Length..] : BasePrefix + name;
        return [name, other, Old(name), Old(other)];
    }

    /// <summary>As the first BERT checkpoints call their norms' weights and biases.</summary>
    private static string Old(string name) => name
        .Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal)
        .Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal);
}
