using System.Diagnostics;
using System.Globalization;

namespace Loci.Server.Load.Running;

/// <summary>A folder with its own LOCI_HOME in which the real program runs; gone when it is disposed.</summary>
internal sealed class LociFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-server-tests-");

    /// <summary>Variables that the program is started with, besides those of this process.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A place in the folder.</summary>
    public string At(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    /// <summary>Writes a file, and gives its path.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>How the program is started.</summary>
    public ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder.FullName, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "Loci.Cli.dll"), .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["LOCI_HOME"] = At("home");
        start.Environment["HF_HOME"] = At("hf");
        start.Environment["LOCI_LIBTORCH"] = "";
        start.Environment.Remove("LOCI_API_KEYS");
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return start;
    }

    /// <summary>Runs the program to its end; gives its code and both outputs.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Puts texts into a tenant's part of a memory, each from a file of its own.</summary>
    public async Task RememberAsync(string memory, string tenant, IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++) Write($"{tenant}/{i.ToString("00", CultureInfo.InvariantCulture)}.txt", texts[i]);
        var (code, _, errors) = await RunAsync("remember", At(tenant), "--memory", memory, "--tenant", tenant, "--json");
        BrokenPromiseException.Unless(code == 0, $"The memory was not made: {errors}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
