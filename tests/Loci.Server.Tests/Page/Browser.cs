namespace Loci.Server.Tests.Page;

/// <summary>The browser that this machine has: LOCI_CHROMIUM, or Chromium or Chrome where Debian and others put it.</summary>
internal static class Browser
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    /// <summary>Where it is; null where there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("LOCI_CHROMIUM") is { Length: > 0 } named ? named : Places.FirstOrDefault(File.Exists);

    /// <summary>Why tests that need one are skipped.</summary>
    public const string Missing = "Needs Chromium: apt-get install chromium, or name one in LOCI_CHROMIUM.";
}
