using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Loci.Durability.Faults;

/// <summary>The library that stands between a process and the C library and lets chosen calls fail; native/faultshim.c, built where it is used.</summary>
internal sealed class FaultShim
{
    private static readonly string[] Compilers = ["gcc", "cc", "clang"];

    private readonly string _library;

    private FaultShim(string library) => _library = library;

    /// <summary>Builds it into a folder.</summary>
    /// <returns>Null where it cannot be had: this is not Linux, or there is no C compiler.</returns>
    /// <exception cref="InvalidOperationException">The compiler refuses it.</exception>
    public static async Task<FaultShim?> BuildAsync(string folder, CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var (sources, library) = (Path.Combine(AppContext.BaseDirectory, "native"), Path.Combine(folder, "faultshim.so"));
        string[] arguments =
        [
            "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, Path.Combine(sources, "faultshim.c"), Path.Combine(sources, "powerloss.c"), "-lpthread",
        ];
        foreach (var compiler in Compilers)
            if (TryStart(compiler, arguments) is { } process)
                using (process)
                {
                    var errors = await process.StandardError.ReadToEndAsync(stop);
                    await process.WaitForExitAsync(stop);
                    return process.ExitCode == 0 ? new FaultShim(library) : throw new InvalidOperationException($"{compiler} refuses the shim: {errors}");
                }
        return null;
    }

    /// <summary>The environment of a process whose calls it stands before.</summary>
    /// <param name="memory">Folder whose files count.</param>
    /// <param name="saves">Folder on the same file system, for what a loss of power brings back.</param>
    /// <param name="mode">What happens.</param>
    /// <param name="at">At which call, from 1; 0 for never, or for the end of the process where power is lost.</param>
    /// <param name="trace">File that gets a line for each call; null for none.</param>
    public IReadOnlyDictionary<string, string> Environment(string memory, string saves, FaultMode mode, int at, string? trace = null)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LD_PRELOAD"] = _library,
            ["LOCI_FAULT_FOLDER"] = memory,
            ["LOCI_FAULT_SAVES"] = saves,
            ["LOCI_FAULT_MODE"] = mode.ToString().ToLowerInvariant(),
            ["LOCI_FAULT_AT"] = at.ToString(CultureInfo.InvariantCulture),
        };
        if (trace is not null)
            variables.Add("LOCI_FAULT_TRACE", trace);
        return variables;
    }

    private static Process? TryStart(string compiler, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(compiler, arguments) { UseShellExecute = false, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null; // there is no such program
        }
    }
}
