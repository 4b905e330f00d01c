using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>What a client without the tokenizer has to know of it.</summary>
public sealed record TokenizerInfo
{
    /// <summary>The kind, for people.</summary>
    [JsonPropertyName("tokenizer_class")]
    public string TokenizerClass { get; init; } = "LociTokenizer";

    /// <summary>Number of tokens.</summary>
    [JsonPropertyName("vocab_size")]
    public required int VocabSize { get; init; }

    /// <summary>The most tokens a prediction may be conditioned on.</summary>
    [JsonPropertyName("model_max_length")]
    public required int ModelMaxLength { get; init; }

    /// <summary>The token that opens a text, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("bos_token")]
    public string? BosToken { get; init; }

    /// <summary>Its id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("bos_token_id")]
    public int? BosTokenId { get; init; }

    /// <summary>The token that ends a text, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("eos_token")]
    public string? EosToken { get; init; }

    /// <summary>Its id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("eos_token_id")]
    public int? EosTokenId { get; init; }

    /// <summary>The same as <see cref="EosToken"/>: batches here need no padding, clients may.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("pad_token")]
    public string? PadToken { get; init; }

    /// <summary>The family of the chat template, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyName("chat_template_family")]
    public string? ChatTemplateFamily { get; init; }
}
