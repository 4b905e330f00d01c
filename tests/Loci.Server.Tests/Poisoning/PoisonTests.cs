using Loci.Server.Load.Poisoning;
using Loci.Server.Load.Timing;

namespace Loci.Server.Tests.Poisoning;

/// <summary>A short run of <c>dotnet run -c Release --project tests/Loci.Server.Load -- poison</c>: a hostile source that repeats a prompt, with and without what is there against it.</summary>
public sealed class PoisonTests
{
    private static readonly Corpus Texts = new(
        [new("The pump in hall 3 was replaced in week 6, and whoever finds a leak", " closes the valve before calling the workshop."), new("In bed 4 of the garden grow tomatoes", " and beans, which are watered in the evening.")],
        [.. Enumerable.Range(0, 30).Select(i => ("notes.md", $"The pump in hall {i} has a pressure of {i + 2} bar. In bed {i} of the garden grow tomatoes and beans. Whoever finds a leak closes valve {i} and calls the workshop."))]);

    [Fact]
    public async Task A_source_has_its_share_of_the_picks_and_no_more()
    {
        using var folder = new LociFolder();
        using var model = LocalModel.Load();
        Bounds[] bounds = [Bounds.All[0], Bounds.All[^1]];
        var outcomes = await new PoisonRun(model, Texts, folder.At()).RunAsync([Attack.Copies], bounds).ToArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(outcomes[0].HostileShare > 0.5, $"The attack did not reach the model: {outcomes[0]}");
        Assert.True(outcomes[1].HostileShare <= 0.2, $"{outcomes[1]}");
        Assert.True(outcomes[1].Loss < outcomes[0].Loss, string.Join('\n', outcomes.AsEnumerable()));
    }
}
