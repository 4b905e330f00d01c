using System.Security.Cryptography;
using Loci.Durability.Killing;

namespace Loci.Durability.Tests;

/// <summary>A short run of <c>dotnet run -c Release --project tests/Loci.Durability -- kill</c>.</summary>
public sealed class KillTests : IDisposable
{
    private readonly WorkingFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Killed_writers_lose_nothing_that_was_acknowledged_and_leave_nothing_half()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var run = new KillRun(new KillOptions { Work = _work.Path, Cycles = 12, Chunks = 500, DeepEvery = 4, Seed = seed, OpenLimit = TimeSpan.FromSeconds(20) });
        var summary = await run.RunAsync(stop: TestContext.Current.CancellationToken);
        Assert.True(summary.Faults.Count == 0, string.Join('\n', summary.Faults));
        Assert.Equal(12, summary.Cycles);
        Assert.True(summary.Acknowledged > 0, "No writer came as far as an acknowledgement.");
    }
}
