using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>What to learn before the answer.</summary>
public sealed record TuningFields : SelectionFields
{
    /// <summary>Whether to learn at all; true where the object is there.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The memory's name.</summary>
    public string? Memory { get; init; }

    /// <summary>Gradient steps at most, one per pick; N where it is left out.</summary>
    public int? Steps { get; init; }

    /// <summary>Gradient steps on the query itself, besides those on the picks, for a text that goes on; none where it is left out. The guard looks at its last quarter, which is not learnt.</summary>
    [JsonPropertyName("prompt_steps")]
    public int? PromptSteps { get; init; }

    /// <summary>Peak learning rate.</summary>
    public double? Lr { get; init; }

    /// <summary>What learns, such as <c>full</c> or <c>lora</c>.</summary>
    public string? Method { get; init; }

    /// <summary>Whether an adaptation that predicts the query worse than the base does is refused.</summary>
    public bool? Guard { get; init; }

    /// <summary>What the memory is searched by: <c>prompt</c>, <c>context</c>, or <c>{"text": "..."}</c>.</summary>
    public JsonElement? Query { get; init; }

    /// <summary>With <c>context</c>: how many tokens of an echoed prompt are context; half of them where it is left out.</summary>
    [JsonPropertyName("context_tokens")]
    public int? ContextTokens { get; init; }

    /// <summary>Seed of what the tuner draws.</summary>
    public long? Seed { get; init; }

    /// <summary>How long the request may wait and be computed, in milliseconds.</summary>
    [JsonPropertyName("timeout_ms")]
    public int? TimeoutMs { get; init; }

    /// <summary>What to tell of it: <c>selection</c>, <c>text</c>, <c>uncertainty</c>, <c>loss</c>, <c>timing</c>, and for streams <c>progress</c>. All but <c>text</c> and <c>progress</c> where it is left out.</summary>
    public IReadOnlyList<string>? Return { get; init; }
}
