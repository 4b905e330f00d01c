using Loci.Server.Load.Enduring;

namespace Loci.Server.Tests.Workers;

/// <summary>A short run of <c>dotnet run -c Release --project tests/Loci.Server.Load -- endure</c>: half of all requests go wrong, each in its way, and no slot stays taken.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task Whatever_goes_wrong_with_a_request_the_next_is_answered()
    {
        await using var server = await LoadServer.StartAsync();
        var run = new EndureRun(server, new Random(5));
        await run.RunAsync(requests: 40, kills: 1, warmUp: 0);
        Assert.Equal(40, run.Ends.Values.Sum());
        Assert.Equal(4, run.Ends["not finite, answered by the base"]);
        Assert.Equal(4, run.Ends["refused by the worker (400)"]);
        Assert.Equal(4, run.Ends["left after a step"]);
        Assert.Equal(1, run.Ends["killed (503)"]);
    }
}
