namespace Loci.Torch.Adapters;

/// <summary>What an adapter was trained beside, as far as its files say.</summary>
internal sealed record AdapterOrigin
{
    /// <summary>Name or hub id of the model.</summary>
    public string? Model { get; init; }

    /// <summary>Family of the model; files made by PEFT do not say.</summary>
    public string? Family { get; init; }

    /// <summary>SHA-256 over the model's weights; files made by PEFT do not say.</summary>
    public string? Weights { get; init; }

    /// <summary>Whether the model stores the weights that were adapted as (inputs, outputs).</summary>
    public bool InputMajor { get; init; }

    /// <summary>What PEFT is to look for in the names of modules.</summary>
    public required IReadOnlyList<string> Targets { get; init; }
}
