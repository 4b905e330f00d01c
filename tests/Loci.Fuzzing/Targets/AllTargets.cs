using Loci.Torch;

namespace Loci.Fuzzing.Targets;

/// <summary>Every kind of file that is read without trust.</summary>
internal sealed class AllTargets : IDisposable
{
    private readonly CausalLanguageModel _model;

    /// <summary>Makes the targets.</summary>
    /// <param name="fixtures">The folder tests/fixtures.</param>
    /// <param name="work">Where models to damage are made.</param>
    public AllTargets(string fixtures, string work)
    {
        _model = ModelFiles.Load(ModelFiles.Make(Path.Combine(work, "base"), ModelFiles.Llama));
        Targets =
        [
            TensorTargets.OfSafetensors(fixtures),
            TensorTargets.OfNpy(),
            TensorTargets.OfMatrices(),
            ModelTargets.OfConfigurations(fixtures),
            TokenizerTargets.OfTokenizers(fixtures),
            TokenizerTargets.OfConfigurations(fixtures),
            TokenizerTargets.OfPairs(fixtures),
            ModelTargets.OfIndexes(fixtures),
            ModelTargets.OfAdapters(_model, work),
            ModelTargets.OfModels("model-llama", ModelFiles.Llama, work),
            ModelTargets.OfModels("model-phi3", ModelFiles.Phi3, work),
            ModelTargets.OfEncoders(fixtures),
        ];
    }

    /// <summary>The targets.</summary>
    public IReadOnlyList<FuzzTarget> Targets { get; }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
