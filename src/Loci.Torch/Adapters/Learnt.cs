namespace Loci.Torch.Adapters;

/// <summary>An adapter that is being trained.</summary>
/// <param name="Name">The tuning's name.</param>
/// <param name="Tensors">What moves with each step.</param>
/// <param name="Targets">What PEFT is to look for in the names of modules.</param>
/// <param name="InputMajor">Whether the base stores the adapted weights as (inputs, outputs).</param>
internal sealed record Learnt(string Name, AdapterTensors Tensors, IReadOnlyList<string> Targets, bool InputMajor)
{
    /// <summary>Where the adapter comes from.</summary>
    public AdapterOrigin Origin(CausalLanguageModel model) => new()
    {
        Model = model.Name, Family = model.Configuration.Family, Weights = model.WeightsHash(), Targets = Targets, InputMajor = InputMajor,
    };
}
