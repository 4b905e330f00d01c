using System.Globalization;
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

    public int Squares => (int)Number("squares", 0);

    public static RecipeArm Parse(string text) => new(text);

    public FullTuningOptions Options(GradientSquares? squares) => new()
    {
        LearningRate = Number("lr", 3e-4),
        Squares = squares,
        Steps = new StepOptions
        {
            FinalShare = Number("final", 0.1),
            ClipNorm = Number("clip", 1),
            Optimizer = new AdamWOptions(Number("beta1", 0.9), Number("beta2", 0.999), Number("eps", 1e-8)),
        },
    };

    private double Number(string name, double standard) => _settings.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : standard;
}
