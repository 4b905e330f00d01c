using System.Diagnostics;

namespace Loci.Cli.Tests.Support;

/// <summary>The real program, run as a process of its own in a folder of its own, with its own LOCI_HOME.</summary>
internal sealed class LociProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-cli-tests-");

    /// <summary>Runs this copy of the program instead of the one built with the tests.</summary>
    public string Assembly { get; init; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Loci.Cli.dll");

    /// <summary>Variables of the runs, besides LOCI_HOME and a HF_HOME of their own; LOCI_LIBTORCH is empty.</summary>
    public Dictionary<string, string> Variables { get; init; } = new(StringComparer.Ordinal);

    /// <summary>LOCI_HOME of the runs.</summary>
    public string Home => At("home");

    public string At(params string[] parts) => System.IO.Path.Combine([_folder.FullName, .. parts]);

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Runs to the end.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => FinishAsync(Start(arguments));

    /// <summary>Runs to the end with text on standard input.</summary>
    public async Task<Outcome> RunWithInputAsync(string input, params string[] arguments)
    {
        var process = Start(arguments, closeInput: false);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    public Process Start(string[] arguments, bool closeInput = true, bool debug = false)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && System.IO.Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            WorkingDirectory = _folder.FullName, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (string[])["exec", Assembly, .. arguments]) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HF_", StringComparison.Ordinal) || name.StartsWith("HUGGING", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        start.Environment["LOCI_HOME"] = Home;
        start.Environment["HF_HOME"] = At("hf");
        start.Environment["LOCI_LIBTORCH"] = "";
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        start.Environment["LOCI_DEBUG"] = debug ? "1" : "";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        if (closeInput) process.StandardInput.Close();
        return process;
    }

    public static async Task<Outcome> FinishAsync(Process process)
    {
        using (process)
        {
            var cancellation = TestContext.Current.CancellationToken;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            try
            {
                await process.WaitForExitAsync(cancellation);
                return new Outcome(process.ExitCode, await output, await errors);
            }
            finally
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
