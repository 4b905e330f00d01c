using Loci.Durability.Sharing;

namespace Loci.Durability.Tests;

/// <summary>A short run of <c>dotnet run -c Release --project tests/Loci.Durability -- share</c>.</summary>
public sealed class ShareTests : IDisposable
{
    private readonly WorkingFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public Task Readers_beside_a_writer_see_nothing_that_never_was() => AssertNothingFalseAsync(describes: false);

    [Fact]
    public Task Readers_that_also_describe_the_memory_see_nothing_that_never_was() => AssertNothingFalseAsync(describes: true);

    [Fact]
    public void What_never_was_and_what_went_back_in_time_are_found_out()
    {
        MemoryState[] history = [MemoryState.Of([]), MemoryState.Of([1, 2]), MemoryState.Of([1, 2, 3]), MemoryState.Of([2, 3])];
        Assert.Empty(ShareRun.HoldOrder([history[1], history[1] with { Digest = null }, history[3]], history));
        Assert.Single(ShareRun.HoldOrder([history[2], history[1]], history));
        Assert.Single(ShareRun.HoldOrder([MemoryState.Of([1, 3])], history));
    }

    private async Task AssertNothingFalseAsync(bool describes)
    {
        var options = new ShareOptions { Work = _work.Path, Time = TimeSpan.FromSeconds(5), Documents = 20, Describes = describes };
        var summary = await new ShareRun(options).RunAsync(TestContext.Current.CancellationToken);
        Assert.True(summary.Faults.Count == 0, string.Join('\n', summary.Faults));
        Assert.True(summary.Searches > 0 && summary.Distinct > 1, summary.ToString());
    }
}
