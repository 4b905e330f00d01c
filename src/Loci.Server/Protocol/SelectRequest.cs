namespace Loci.Server.Protocol;

/// <summary>A selection: from the memory by prompts, or from vectors that come with the request.</summary>
public sealed record SelectRequest : SelectionFields
{
    /// <summary>The task, as a text; from the memory.</summary>
    public string? Prompt { get; init; }

    /// <summary>The task, as several texts, each a target; from the memory.</summary>
    public IReadOnlyList<string>? Prompts { get; init; }

    /// <summary>Vectors to select from, K rows of one length.</summary>
    public IReadOnlyList<float[]>? Vectors { get; init; }

    /// <summary>Vectors of the task, m rows of the same length.</summary>
    public IReadOnlyList<float[]>? Targets { get; init; }

    /// <summary>The rule, such as <c>sift</c>, which it is where it is left out.</summary>
    public string? Method { get; init; }

    /// <summary>Whether texts come with the picks; from the memory. True where it is left out.</summary>
    public bool? Texts { get; init; }

    /// <summary>Seed of rules that draw.</summary>
    public int? Seed { get; init; }
}
