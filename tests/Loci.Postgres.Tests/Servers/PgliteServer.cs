using System.Diagnostics;

namespace Loci.Postgres.Tests.Servers;

/// <summary>
/// PostgreSQL with pgvector as WebAssembly on Node: real in what it answers, with one session at a time and no durability to speak of. Its packages are
/// pinned in npm/ and installed under artifacts/.
/// </summary>
public class PgliteServer : TestServer
{
    /// <summary>The collection of tests that use it: connections that ask at the same moment outside a transaction get each other's answers, so tests take turns.</summary>
    public const string InTurn = "PGlite";

    private static readonly SemaphoreSlim Installing = new(1);

    private Process? _process;

    protected override async Task<string?> StartAsync()
    {
        if (FindRoot() is not { } root)
            return "The packages of PGlite are listed in the repository, and these tests do not run inside it.";
        var packages = Path.Combine(root, "artifacts", "test-servers");
        if (await InstallAsync(Path.Combine(root, "tests", "Loci.Postgres.Tests", "npm"), packages) is { } missing)
            return missing;
        _process = await StartAsync(
            "node", packages, "listening", "node_modules/.bin/pglite-server", $"--db={Path.Combine(Folder.FullName, "data")}", $"--port={Port}", "--host=127.0.0.1",
            "-m", "16", "--extensions=@electric-sql/pglite-pgvector:vector");
        return null;
    }

    protected override async Task StopAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<string?> InstallAsync(string list, string packages)
    {
        await Installing.WaitAsync();
        try
        {
            Directory.CreateDirectory(packages);
            var stamp = Path.Combine(packages, "installed-lock.json");
            var wanted = await File.ReadAllTextAsync(Path.Combine(list, "package-lock.json"));
            if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
                return null;
            foreach (var name in (string[])["package.json", "package-lock.json"])
                File.Copy(Path.Combine(list, name), Path.Combine(packages, name), overwrite: true);
            var (code, output) = await RunAsync("npm", packages, "ci", "--no-audit", "--no-fund");
            if (code != 0)
                return $"The packages of PGlite could not be installed (npm ci): {output}";
            await File.WriteAllTextAsync(stamp, wanted);
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Node and npm are not installed.";
        }
        finally
        {
            Installing.Release();
        }
    }

    private static string? FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Loci.slnx"))) return folder.FullName;
        return null;
    }
}
