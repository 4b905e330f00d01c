using Loci.Learning;

namespace Loci.Server.Engines;

/// <summary>Keeps the loss before each step and passes each step on, on the thread that took it.</summary>
internal sealed class StepProgress(int prompt, Action<EngineEvent> emit) : IProgress<AdaptationProgress>
{
    private readonly List<double> _losses = [];

    /// <summary>Losses so far.</summary>
    public IReadOnlyList<double> Losses => _losses;

    public void Report(AdaptationProgress value)
    {
        _losses.Add(value.Loss);
        emit(new StepTaken(prompt, value.Step, value.Steps, value.Loss));
    }
}
