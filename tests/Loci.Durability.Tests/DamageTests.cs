using Loci.Durability.Damaging;

namespace Loci.Durability.Tests;

/// <summary>A short run of <c>dotnet run -c Release --project tests/Loci.Durability -- damage</c>.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly WorkingFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public Task A_damaged_memory_gives_the_right_answer_or_a_clear_error() => AssertKeptAsync(making: false);

    [Fact]
    public Task A_damaged_memory_is_never_made_anew() => AssertKeptAsync(making: true);

    private async Task AssertKeptAsync(bool making)
    {
        var options = new DamageOptions { Work = _work.Path, Cuts = 6, Flips = 12, Making = making };
        var reports = await new DamageRun(options).RunAsync(stop: TestContext.Current.CancellationToken);
        var faults = reports.Where(report => report.IsFault).Select(report => report.ToString()).ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults));
        Assert.Contains(reports, report => report.Outcome == DamageOutcome.Refused);
        Assert.Contains(reports, report => report.Outcome == DamageOutcome.Right);
    }
}
