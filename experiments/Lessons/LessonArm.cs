using System.Globalization;

namespace Loci.Experiments;

/// <summary>The settings of one arm.</summary>
/// <param name="Text">As they were given.</param>
internal sealed record LessonArm(string Text)
{
    private readonly Dictionary<string, string> _settings =
        Text.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part.Length > 1 ? part[1] : "1", StringComparer.Ordinal);

    /// <summary>The selection rule.</summary>
    public string Method => _settings.GetValueOrDefault("method", "sift");

    /// <summary>What chunks are selected by: words, gradients, or both (half of each). Candidates are always found by words.</summary>
    public string Kernel => _settings.GetValueOrDefault("kernel", "words");

    /// <summary>What learns: all, mlp, mlp-down, no-embedding or upper (the upper half of the layers).</summary>
    public string Parameters => _settings.GetValueOrDefault("parameters", "all");

    /// <summary>N.</summary>
    public int Count => (int)Number("n", 50);

    /// <summary>K.</summary>
    public int Candidates => (int)Number("k", 200);

    /// <summary>λ.</summary>
    public double Noise => Number("noise", 0.3);

    /// <summary>Whether each chunk is picked once at most.</summary>
    public bool Distinct => _settings.ContainsKey("distinct");

    /// <summary>Parts of the query that are targets of their own.</summary>
    public int Pieces => (int)Number("pieces", 1);

    /// <summary>Share of the query, its end, that chunks are sought by.</summary>
    public double Tail => Number("tail", 1);

    /// <summary>Steps on the query itself.</summary>
    public int PromptSteps => (int)Number("prompt", 0);

    /// <summary>Share of the query that they are taken on.</summary>
    public double PromptShare => Number("share", 0.75);

    /// <summary>Whether nothing else is learnt.</summary>
    public bool PromptOnly => _settings.ContainsKey("only");

    /// <summary>Chunks a step.</summary>
    public int Batch => (int)Number("batch", 1);

    /// <summary>Whether repeated picks are one step, whose weight is their number to this power; null for no.</summary>
    public double? Merge => _settings.ContainsKey("merge") ? Number("merge", 1) : null;

    /// <summary>Power of its score that a chunk's step is weighted by.</summary>
    public double Weight => Number("weight", 0);

    /// <summary>Whether the last pick is learnt first.</summary>
    public bool Reverse => _settings.ContainsKey("reverse");

    /// <summary>Tokens of a chunk at most.</summary>
    public int Cut => (int)Number("cut", int.MaxValue);

    /// <summary>Whether each pick is learnt together with the chunk that follows it in its document, as one text.</summary>
    public bool Follower => _settings.ContainsKey("follower");

    /// <summary>η.</summary>
    public double Rate => Number("lr", 1);

    /// <summary>Share of η left at the end.</summary>
    public double FinalShare => Number("final", 0.5);

    private double Number(string name, double standard) => _settings.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : standard;
}
