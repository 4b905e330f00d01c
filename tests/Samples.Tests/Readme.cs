namespace Loci.Samples.Tests;

/// <summary>Holds a sample's page to what the sample prints.</summary>
internal static class Readme
{
    public static void Shows(string sample, string printed) => Assert.Contains(
        $"```text\n{printed}```\n", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", sample, "README.md")), StringComparison.Ordinal);
}
