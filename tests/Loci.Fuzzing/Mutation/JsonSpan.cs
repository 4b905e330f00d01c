namespace Loci.Fuzzing.Mutation;

/// <summary>Where a JSON value stands in its text.</summary>
internal sealed class JsonSpan
{
    /// <summary>First byte of the value.</summary>
    public required int Start { get; init; }

    /// <summary>One past its last byte.</summary>
    public required int End { get; set; }

    /// <summary>First byte of its name, or of itself in a list.</summary>
    public required int Whole { get; init; }

    /// <summary>Its name with quotation marks, or null in a list.</summary>
    public required string? Name { get; init; }

    /// <summary>Places of its own values in the list of all.</summary>
    public List<int>? Children { get; set; }
}
