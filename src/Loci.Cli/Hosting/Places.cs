namespace Loci.Cli.Hosting;

/// <summary>Where models and memories are looked for.</summary>
internal static class Places
{
    /// <summary>The model used where none is named.</summary>
    public const string DefaultModel = "loci-small";

    /// <summary><c>LOCI_HOME</c>, by default <c>.loci</c> in the user's home.</summary>
    public static string Home => Environment.GetEnvironmentVariable("LOCI_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".loci");

    /// <summary>The folder of a model: a path, or a name under LOCI_HOME/models or beside the program.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static string Model(string? given) => FindModel(given)
        ?? throw new InvalidInputException(given is null
            ? $"expected the default model {DefaultModel} beside the program or in LOCI_HOME/models, found none. Name one with --model, or make it with 'loci train'."
            : $"{given}: expected a model folder (with config.json), or the name of one in LOCI_HOME/models, found neither.");

    /// <summary>The same, or null where there is none.</summary>
    public static string? FindModel(string? given)
    {
        var name = given ?? DefaultModel;
        string[] places = [name, Path.Combine(Home, "models", name), Path.Combine(AppContext.BaseDirectory, "models", name)];
        return places.Skip(given is null ? 1 : 0).FirstOrDefault(place => File.Exists(Path.Combine(place, "config.json")))
            ?? (given is not null && Directory.Exists(given) ? given : null);
    }

    /// <summary>The folder of a memory: a path as it is, a bare name under LOCI_HOME/memories where it exists there.</summary>
    public static string Memory(string given)
    {
        var named = Path.Combine(Home, "memories", given.EndsWith(".loci", StringComparison.Ordinal) ? given : given + ".loci");
        return !Directory.Exists(given) && Directory.Exists(named) ? named : given;
    }
}
