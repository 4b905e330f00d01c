using System.Globalization;
using Loci.Models;
using Loci.Torch.Tuning;

namespace Loci.Experiments;

/// <summary>The settings of one arm.</summary>
/// <param name="Text">As they were given.</param>
internal sealed record RecipeArm(string Text)
{
    private readonly Dictionary<string, string> _settings = Text.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);

    public string Method => _settings.GetValueOrDefault("method", "sift");

    public int Count => (int)Number("n", 20);

    public int Candidates => (int)Number("k", 200);

    public double? Noise => _settings.ContainsKey("noise") ? Number("noise", 0) : null;

    public double? Stopping => _settings.ContainsKey("stopping") ? Number("stopping", 0) : null;

    public bool Distinct => _settings.ContainsKey("distinct");

    public static RecipeArm Parse(string text) => new(text);

    /// <summary>The tuner.</summary>
    /// <param name="texts">Gives texts of the memory, at most so many.</param>
    public ITuner Tuner(Func<int, IEnumerable<int[]>> texts) => _settings.GetValueOrDefault("tuning", "full") switch
    {
        "damped" => new DampedTuner(
            new DampedOptions { LearningRate = Number("lr", 1), FinalShare = Number("final", 0.5), Momentum = Number("momentum", 0.5), Damping = Number("damping", 2), ClipNorm = Number("clip", 1) },
            model => Told(_settings.ContainsKey("own") ? Sensitivity.Measure(model, (int)Number("own", 64)) : Sensitivity.Measure(model, texts((int)Number("texts", 256))))),
        "lora" => new LoraTuner(new LoraOptions
        {
            LearningRate = _settings.ContainsKey("lr") ? Number("lr", 0) : null, Rank = (int)Number("rank", 16), Targets = Enum.Parse<LoraTargets>(_settings.GetValueOrDefault("targets", "all"), ignoreCase: true), Steps = Steps,
        }),
        "head" => new HeadTuner(Full),
        _ => new FullTuner(Full),
    };

    private FullTuningOptions Full => new() { LearningRate = Number("lr", 3e-4), Steps = Steps };

    private StepOptions Steps => new()
    {
        FinalShare = Number("final", 0.1),
        ClipNorm = Number("clip", 1),
        Optimizer = new AdamWOptions(Number("beta1", 0.9), Number("beta2", 0.999), Number("eps", 1e-8)),
    };

    private static Sensitivity Told(Sensitivity sensitivity)
    {
        Console.Error.WriteLine(FormattableString.Invariant($"root mean square of the gradients: {sensitivity.RootMeanSquare():0.00e0}"));
        return sensitivity;
    }

    private double Number(string name, double standard) => _settings.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : standard;
}
