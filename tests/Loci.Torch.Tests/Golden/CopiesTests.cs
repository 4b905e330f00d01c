using System.Security.Cryptography;
using Loci.TestSupport;

namespace Loci.Torch.Tests.Golden;

public sealed class CopiesTests
{
    [Fact]
    public void The_copied_fixtures_are_the_files_that_were_copied()
    {
        var root = Path.Combine(Fixtures.Copies, "models");
        var sums = File.ReadLines(Path.Combine(root, "SHA256SUMS")).Select(line => line.Split("  ./")).ToDictionary(parts => parts[1], parts => parts[0]);
        var files = Directory.GetDirectories(root).SelectMany(Directory.GetFiles).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'));
        Assert.Equal(sums.Keys.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.All(sums, sum => Assert.Equal(sum.Value, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(root, sum.Key))))));
    }
}
