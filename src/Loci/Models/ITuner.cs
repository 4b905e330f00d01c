namespace Loci.Models;

/// <summary>A way of taking gradient steps on a language model: adapters beside the base, or all weights with exact restore.</summary>
public interface ITuner
{
    /// <summary>The method's name as reports give it, such as <c>lora</c>.</summary>
    string Name { get; }

    /// <summary>How many texts a step is taken on together (<see cref="ITuningSession.Step(IReadOnlyList{int[]}, CancellationToken)"/>) where nothing else is said.</summary>
    int BatchSize => 1;

    /// <summary>Begins a tuning of <paramref name="model"/>. Fresh adapter and optimiser state every time.</summary>
    /// <param name="model">A model of the kind this tuner knows; another is an <see cref="ArgumentException"/>.</param>
    /// <param name="plannedSteps">How many steps are planned: the learning-rate schedule spans them.</param>
    ITuningSession Begin(ILanguageModel model, int plannedSteps);
}
