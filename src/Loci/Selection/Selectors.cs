namespace Loci.Selection;

/// <summary>The selection rules by name.</summary>
public static class Selectors
{
    /// <summary>Every name that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sift", "nn", "random"];

    /// <summary>The rule called <paramref name="name"/>; <paramref name="seed"/> matters to random rules only.</summary>
    /// <exception cref="InvalidInputException">There is no such rule.</exception>
    public static ISelector Create(string name, int seed = 0) => name switch
    {
        "sift" => new Sift(),
        "nn" => new NearestNeighbors(),
        "random" => new RandomSelection(seed),
        _ => throw new InvalidInputException($"There is no selection rule '{name}'. The rules are {string.Join(", ", Names)}."),
    };
}
