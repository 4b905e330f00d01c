using System.Diagnostics;

namespace Loci.Server.Tests.Support;

/// <summary>A folder with its own LOCI_HOME in which the real program runs.</summary>
internal sealed class LociFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-server-tests-");

    public string At(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

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

    public void Dispose() => _folder.Delete(recursive: true);
}
