using Loci.Hub;
using Loci.Postgres;

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

    /// <summary>Where it is kept how sensitive models are, once measured.</summary>
    public static string Sensitivities => Path.Combine(Home, "sensitivity");

    /// <summary>The folder of a model: a path, or a name under LOCI_HOME/models, beside the program, in a folder models here or above, or of what was fetched from the hub. The network is never asked.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static string Model(string? given) => FindModel(given)
        ?? throw new InvalidInputException(given is null
            ? $"expected the default model {DefaultModel}, found none in LOCI_HOME/models, in models beside the program, or in a folder models here or above. Name one with --model, or make it with 'loci train'."
            : $"{given}: expected a model folder (with config.json), the name of one in LOCI_HOME/models, or a name on the Hugging Face hub that was fetched, found none of them.{(RepositoryName.TryParse(given, out var name) && given.Contains('/', StringComparison.Ordinal) ? $" 'loci model pull {name}' fetches it." : "")}");

    /// <summary>The same, or null where there is none.</summary>
    public static string? FindModel(string? given)
    {
        if (given is not null && Directory.Exists(given)) return given; // whatever it lacks, reading it will say
        return ModelFolders()
            .Select(folder => Path.Combine(folder, given ?? DefaultModel))
            .Concat(Fetched(given) is { } fetched ? [fetched] : [])
            .FirstOrDefault(IsModel);
    }

    /// <summary>The folder of an adapter: a path, or the name of one that was fetched from the hub. What is neither is left as it is: reading it will say so.</summary>
    public static string? Adapter(string? given) => given is null || Directory.Exists(given) ? given : Fetched(given) ?? given;

    /// <summary>Every model that has a name.</summary>
    public static IEnumerable<string> Models() =>
        ModelFolders().Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Concat(new HubCache(HubSettings.FromEnvironment().CacheFolder).Models()).Where(IsModel);

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, "config.json"));

    /// <summary>What the hub's cache has under a name.</summary>
    private static string? Fetched(string? name) => RepositoryName.TryParse(name, out var repository) ? new HubCache(HubSettings.FromEnvironment().CacheFolder).FindSnapshot(repository) : null;

    private static IEnumerable<string> ModelFolders()
    {
        yield return Path.Combine(Home, "models");
        yield return Path.Combine(AppContext.BaseDirectory, "models");
        for (var here = new DirectoryInfo(Directory.GetCurrentDirectory()); here is not null; here = here.Parent)
            yield return Path.Combine(here.FullName, "models");
    }

    /// <summary>Where a memory is: the address of a database or a path as it is, a bare name under LOCI_HOME/memories where it exists there.</summary>
    public static string Memory(string given)
    {
        if (PostgresMemory.IsAddress(given)) return given;
        var named = Path.Combine(Home, "memories", given.EndsWith(".loci", StringComparison.Ordinal) ? given : given + ".loci");
        return !Directory.Exists(given) && Directory.Exists(named) ? named : given;
    }

    /// <summary>The folder of a memory, for what only a folder allows.</summary>
    /// <exception cref="InvalidInputException">It lies in a database; the message does not repeat the address, which may hold a password.</exception>
    public static string MemoryFolder(string given) => !PostgresMemory.IsAddress(given) ? Memory(given) : throw new InvalidInputException(
        "expected a memory in a folder, found the address of a database. Look after that with the tools of PostgreSQL: pg_dump and pg_restore for copies, VACUUM for space.");
}
