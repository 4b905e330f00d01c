using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>What a client without the tokenizer has to know of it.</summary>
public sealed record TokenizerInfo
{
    /// <summary>The kind, for people.</summary>
    public string TokenizerClass { get; init; } = "LociTokenizer";

    /// <summary>Number of tokens.</summary>
    public required int VocabSize { get; init; }

    /// <summary>The most tokens a prediction may be conditioned on.</summary>
    public required int ModelMaxLength { get; init; }

    /// <summary>The token that opens a text, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? BosToken { get; init; }

    /// <summary>Its id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? BosTokenId { get; init; }

    /// <summary>The token that ends a text, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? EosToken { get; init; }

    /// <summary>Its id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? EosTokenId { get; init; }

    /// <summary>The same as <see cref="EosToken"/>: batches here need no padding, clients may.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PadToken { get; init; }

    /// <summary>The family of the chat template, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ChatTemplateFamily { get; init; }
}
