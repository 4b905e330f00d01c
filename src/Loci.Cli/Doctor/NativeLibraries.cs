using System.Runtime.InteropServices;
using Loci.Cli.Hosting;
using Loci.Torch;

namespace Loci.Cli.Doctor;

/// <summary>Finds out whether libtorch loads and, if not, what the loader really objected to: TorchSharp's own message names another cause.</summary>
internal static class NativeLibraries
{
    private static readonly string[] System = ["libstdc++.so.6", "libgomp.so.1"];

    public static IReadOnlyList<Finding> Examine()
    {
        if (!OperatingSystem.IsLinux()) return [Start()];
        var folder = Folder();
        if (folder is null)
            return [new("libtorch", "not in the program's folder", false, "Build for this system again: 'dotnet build -c Release' brings libtorch-cpu into the output.")];
        if (Chosen() is { Works: false, Name: Libtorch.Variable } wrong) return [wrong];
        List<Finding> missing = [.. System.Select(SystemLibrary).OfType<Finding>(), .. VersionNeed(folder), .. Loads(folder)];
        if (missing.Count > 0) return missing;
        return Chosen() switch
        {
            { Works: false } fault => [fault],
            { } named => [named, Start()],
            null => [Start()],
        };
    }

    private static string? Folder() => new[] { Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"), AppContext.BaseDirectory }
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "libLibTorchSharp.so")));

    /// <summary>The libtorch that the environment names, or what is wrong with that one or the packaged one; null where there is nothing to say.</summary>
    private static Finding? Chosen()
    {
        var named = Environment.GetEnvironmentVariable(Libtorch.Variable) is { Length: > 0 } value ? value : null;
        try
        {
            Libtorch.Check();
            return named is null ? null : new(Libtorch.Variable, $"{named}{(Libtorch.HasCuda ? ", built for CUDA" : ", without CUDA")}");
        }
        catch (InvalidInputException e)
        {
            return named is null ? new("libtorch", "none that loads", false, e.Message) : new(Libtorch.Variable, named, false, $"{e.Message} Unset the variable to use the packaged libtorch.");
        }
    }

    private static Finding? SystemLibrary(string name)
    {
        if (NativeLibrary.TryLoad(name, out _)) return null;
        return new(name, "missing", false, name.StartsWith("libgomp", StringComparison.Ordinal) ? "Install it: apt-get install libgomp1." : "Install it: apt-get install libstdc++6.");
    }

    /// <summary>The one version that TorchSharp's library asks of libstdc++ and older systems lack; the build marks the need weak.</summary>
    private static IEnumerable<Finding> VersionNeed(string folder)
    {
        foreach (var need in ElfVersionNeeds.Read(Path.Combine(folder, "libLibTorchSharp.so")))
        {
            if (need.IsWeak || !need.Name.StartsWith("GLIBCXX_", StringComparison.Ordinal) || SystemCxx.Has(need.Name)) continue;
            yield return new(
                "libLibTorchSharp.so", $"needs {need.Name}, which this system's libstdc++ lacks", false,
                "Build on this machine ('dotnet build -c Release' marks the need weak in the output), or use a system with GCC 13's libstdc++ (Debian 13, Ubuntu 24.04).");
        }
    }

    /// <summary>Loads each library by itself, in order of need, so that the loader's own words come through.</summary>
    private static IEnumerable<Finding> Loads(string folder)
    {
        var libtorch = Libtorch.Folder ?? Path.Combine(AppContext.BaseDirectory, "libtorch");
        foreach (var (place, name) in new[] { (libtorch, "libc10.so"), (libtorch, "libtorch_cpu.so"), (libtorch, "libtorch.so"), (folder, "libLibTorchSharp.so") })
        {
            var path = Path.Combine(place, name);
            if (!File.Exists(path)) continue;
            if (Failure(path) is { } words)
            {
                yield return new(name, "does not load", false, words);
                yield break;
            }
        }
    }

    private static string? Failure(string path)
    {
        try
        {
            _ = NativeLibrary.Load(path);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    private static Finding Start()
    {
        try
        {
            return new("libtorch", NativeStart.Quietly(() => $"{TorchRuntime.Version()} loads, {TorchRuntime.Threads()} threads"));
        }
        catch (Exception e)
        {
            return new("libtorch", "does not start", false, e.GetBaseException().Message.ReplaceLineEndings(" "));
        }
    }
}
