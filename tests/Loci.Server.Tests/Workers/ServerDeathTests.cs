using Loci.Server.Load.Restarting;

namespace Loci.Server.Tests.Workers;

/// <summary>A short run of <c>dotnet run -c Release --project tests/Loci.Server.Load -- restart</c>: a server that is killed while it learns and remembers.</summary>
public sealed class ServerDeathTests
{
    [Fact]
    public async Task Its_clients_are_told_its_workers_end_and_nothing_acknowledged_is_lost()
    {
        await using var server = await LoadServer.StartAsync();
        var run = new RestartRun(server, new Random(3));
        await run.RunAsync(kills: 1);
        Assert.True(run.Acknowledged >= 2 && run.Failed >= 2, $"{run.Acknowledged} acknowledged, {run.Failed} failed");
    }
}
