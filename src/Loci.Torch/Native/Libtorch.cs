using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Loci.Torch;

/// <summary>
/// Which libtorch this process runs on: that of the folder that the environment variable <c>LOCI_LIBTORCH</c> names, or the one in the folder <c>libtorch</c> beside the program. It is loaded
/// before TorchSharp looks for one, which then finds what is loaded (docs/decisions/0010-devices.md). On systems other than Linux, and where there is no such folder, TorchSharp finds its own.
/// </summary>
public static class Libtorch
{
    /// <summary>The variable that names another libtorch.</summary>
    public const string Variable = "LOCI_LIBTORCH";

    /// <summary>The release that TorchSharp's native library was built against; another has other symbols.</summary>
    public const string Release = "2.10.0";

    private const string Packaged = "libtorch";
    private const string Gpu = "libtorch_cuda.so";

    private static readonly string[] GpuPlaces = ["runtimes/linux-x64/native/libtorch_cuda.so", "runtimes/win-x64/native/torch_cuda.dll", Gpu, "torch_cuda.dll"];

    /// <summary>In the order of need; a build without CUDA lacks some.</summary>
    private static readonly string[] Libraries = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", Gpu, "libtorch.so"];

    /// <summary>Where packages other than ours put libtorch, and TorchSharp looks.</summary>
    private static readonly string[] Places = ["", "runtimes/linux-x64/native"];

    private static string? _fault;

    /// <summary>The folder that libtorch comes from, or null where TorchSharp finds its own.</summary>
    public static string? Folder { get; private set; }

    /// <summary>Whether that libtorch was built for CUDA.</summary>
    public static bool HasCuda => Folder is { } folder
        ? File.Exists(Path.Combine(folder, Gpu))
        : GpuPlaces.Any(place => File.Exists(Path.Combine(AppContext.BaseDirectory, place))); // where TorchSharp's own packages put it

    /// <summary>Says what is wrong with the libtorch that <see cref="Variable"/> names, or that lies beside the program.</summary>
    /// <exception cref="InvalidInputException">It is not there, is of another release, or does not load.</exception>
    public static void Check()
    {
        if (_fault is { } fault) throw new InvalidInputException(fault);
    }

    /// <summary>Runs before anything else of this assembly. Throws nothing: what is wrong is said by <see cref="Check"/>.</summary>
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "TorchSharp looks for its native library when first used, wherever that is.")]
    internal static void Load()
    {
        if (!OperatingSystem.IsLinux()) return;
        var named = Environment.GetEnvironmentVariable(Variable);
        var folder = string.IsNullOrEmpty(named) ? Path.Combine(AppContext.BaseDirectory, Packaged) : Within(named);
        if (File.Exists(Path.Combine(folder, Libraries[0]))) _fault = Load(folder, isNamed: !string.IsNullOrEmpty(named));
        else if (!string.IsNullOrEmpty(named)) _fault = $"{Variable}: expected a folder with libtorch {Release}, such as the lib folder of an installed PyTorch, found no {Libraries[0]} in {named}.";
        else if (!Places.Any(place => File.Exists(Path.Combine(AppContext.BaseDirectory, place, Libraries[1]))))
            _fault = $"expected libtorch {Release} in the folder {Packaged} beside the program, or where {Variable} points, such as the lib folder of an installed PyTorch; found none.";
    }

    /// <summary>The folder of the libraries: the one named, or its folder lib.</summary>
    private static string Within(string named) =>
        File.Exists(Path.Combine(named, "lib", Libraries[0])) ? Path.Combine(named, "lib") : Path.GetFullPath(named);

    private static string? Load(string folder, bool isNamed)
    {
        if (isNamed && StatedRelease(folder) is { } release && release.Split('+')[0] != Release)
            return $"{Variable}: expected libtorch {Release}, found {release} in {folder}. Its interfaces differ from release to release.";
        foreach (var library in Libraries.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            try
            {
                _ = NativeLibrary.Load(library);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                return $"{(isNamed ? $"{Variable}: " : "")}{Path.GetFileName(library)} of {folder} does not load: {e.Message.ReplaceLineEndings(" ")}";
            }
        }
        Folder = folder;
        return null;
    }

    /// <summary>What the folder says of itself: build-version beside libtorch's lib, or version.py beside PyTorch's; null where it says nothing.</summary>
    private static string? StatedRelease(string folder)
    {
        var above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) ?? folder;
        const string Mark = "__version__ = '";
        try
        {
            if (File.Exists(Path.Combine(above, "build-version"))) return File.ReadAllText(Path.Combine(above, "build-version")).Trim();
            if (!File.Exists(Path.Combine(above, "version.py"))) return null;
            return File.ReadLines(Path.Combine(above, "version.py")).FirstOrDefault(text => text.StartsWith(Mark, StringComparison.Ordinal))?[Mark.Length..].TrimEnd('\'');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // loading it will tell
        }
    }
}
