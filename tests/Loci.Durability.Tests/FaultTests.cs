using Loci.Durability.Faults;

namespace Loci.Durability.Tests;

/// <summary>A short run of <c>dotnet run -c Release --project tests/Loci.Durability -- faults</c>, which takes every call; here it is one in many.</summary>
public sealed class FaultTests : IDisposable
{
    private const int CallsOfMaking = 40;

    private readonly WorkingFolder _work = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Whatever_call_fails_nothing_acknowledged_is_lost_and_the_error_is_told() =>
        await AssertKeptAsync(new FaultOptions { Work = _work.Path, First = CallsOfMaking + 1, Stride = 97 });

    [Fact]
    public async Task A_memory_whose_making_is_cut_off_can_be_made_again() =>
        await AssertKeptAsync(new FaultOptions { Work = _work.Path, Last = CallsOfMaking, Stride = 5 });

    [Fact]
    public async Task Power_lost_on_a_disk_that_lies_loses_what_was_acknowledged()
    {
        var outcomes = await new FaultRun(await ShimAsync(), new FaultOptions { Work = _work.Path, First = 200, Stride = 150, Modes = [FaultMode.Lying] }).RunAsync(stop: Token);
        Assert.All(outcomes, outcome => Assert.NotEmpty(outcome.Faults));
    }

    [Fact]
    public async Task The_calls_of_both_SQLite_and_NET_are_seen()
    {
        var calls = await new FaultCase(await ShimAsync(), Path.Combine(_work.Path, "count"), TimeSpan.FromMinutes(1)).CountAsync(Token);
        var seen = calls.Select(call => string.Join(' ', call.Split(' ')[1..3])).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["pwrite memory.db-wal", "fsync memory.db-wal", "pwrite memory.db", "fsync memory.db", "open writer.lock"], StringComparer.Ordinal), seen);
        Assert.Contains(seen, call => call.StartsWith("rename derived/", StringComparison.Ordinal));
    }

    private async Task AssertKeptAsync(FaultOptions options)
    {
        var outcomes = await new FaultRun(await ShimAsync(), options).RunAsync(stop: Token);
        var faults = string.Join('\n', outcomes.SelectMany(outcome => outcome.Faults.Select(fault => $"{outcome.Mode}, call {outcome.At}: {fault}")));
        Assert.True(faults.Length == 0, faults);
        Assert.Contains(outcomes, outcome => outcome.End == "killed");
        Assert.Contains(outcomes, outcome => outcome.End == "refused");
    }

    private async Task<FaultShim> ShimAsync()
    {
        var shim = await FaultShim.BuildAsync(_work.Path, Token);
        Assert.SkipWhen(shim is null, "The shim that lets calls fail needs Linux and a C compiler (gcc, cc or clang).");
        return shim!;
    }
}
