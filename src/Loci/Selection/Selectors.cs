using Loci.Selection.Rules;

namespace Loci.Selection;

/// <summary>The selection rules by name.</summary>
public static class Selectors
{
    private static readonly (string Name, string Description, Func<int, ISelector> Create)[] Rules =
    [
        ("sift", "the least uncertainty about the targets: relevant and not yet told (SIFT)", _ => new Sift()),
        ("nn", "the nearest neighbours, each once", _ => new NearestNeighbors()),
        ("random", "at random, every candidate equally likely", seed => new RandomSelection(seed)),
        ("nn-f", "the single nearest neighbour, again and again", _ => new NearestRepeated()),
        ("mmr", "relevance against similarity to earlier picks (maximal marginal relevance)", _ => new MaximalMarginalRelevance()),
        ("itl", "the most information about all targets together (ITL)", _ => new InformationTransductive()),
        ("ctl", "the highest correlation left with the targets (CTL)", _ => new CorrelationTransductive()),
        ("hullft", "a weighted mean of candidates closest to the mean target (HullFT)", _ => new HullFrankWolfe()),
        ("uncertainty", "what the earlier picks leave least known; ignores the targets", _ => new UncertaintySampling()),
        ("uncertainty-static", "the longest vectors, each once; ignores the targets", _ => new UncertaintySampling(sequential: false)),
        ("farthest", "the farthest from all earlier picks; ignores the targets", _ => new FarthestFirst()),
        ("kmeans++", "at random by squared distance to the earlier picks; ignores the targets", seed => new KMeansPlusPlus(seed)),
    ];

    /// <summary>Every name that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rules.Select(rule => rule.Name)];

    /// <summary>What the rule called <paramref name="name"/> picks, in one line for people.</summary>
    /// <exception cref="InvalidInputException">There is no such rule.</exception>
    public static string Describe(string name) => Find(name).Description;

    /// <summary>The rule called <paramref name="name"/>; <paramref name="seed"/> matters to random rules only.</summary>
    /// <exception cref="InvalidInputException">There is no such rule.</exception>
    public static ISelector Create(string name, int seed = 0) => Find(name).Create(seed);

    private static (string Name, string Description, Func<int, ISelector> Create) Find(string name)
    {
        int index = Array.FindIndex(Rules, rule => rule.Name == name);
        return index >= 0 ? Rules[index]
            : throw new InvalidInputException($"There is no selection rule '{name}'. The rules are {string.Join(", ", Names)}.");
    }
}
