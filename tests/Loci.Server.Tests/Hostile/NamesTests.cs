using Loci.Server.Load.Naming;

namespace Loci.Server.Tests.Hostile;

/// <summary>A short run of <c>dotnet run -c Release --project tests/Loci.Server.Load -- names</c>, which takes all of them.</summary>
public sealed class NamesTests
{
    [Fact]
    public async Task A_name_is_refused_or_taken_as_it_is_and_reaches_nothing()
    {
        await using var server = await LoadServer.StartAsync();
        var run = new NamesRun(server, [.. StrangeNames.All.Where((_, i) => i % 9 == 4)]);
        await run.RunAsync();
        Assert.True(run.Statuses["400"] > 100 && run.Statuses["404"] > 50 && run.Statuses["200"] > 50, string.Join(", ", run.Statuses));
    }
}
