using Loci.ExtensionsAI;
using Loci.Samples.AdaptiveChat;

namespace Loci.Samples.Tests;

public sealed class AdaptiveChatTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-sample-");

    private string Memory => Path.Combine(_folder.FullName, "workshop.loci");

    [Fact]
    public async Task The_adapted_model_says_what_only_the_notes_know()
    {
        var (plain, adapted) = await Conversation.AskAsync(Memory, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Okafor", plain.Text, StringComparison.Ordinal);
        Assert.Contains("Wilhelmina Okafor", adapted.Text, StringComparison.Ordinal);
        var tuning = (TuningSummary)adapted.AdditionalProperties![TuningSummary.Key]!;
        Assert.True(tuning.Kept && tuning.LossAfter < tuning.LossBefore);
        Assert.Contains(tuning.Selected, passage => passage.Document == "rota");
    }

    [Fact]
    public async Task The_page_shows_what_is_printed() => Readme.Shows("AdaptiveChat", await Conversation.RunAsync(Memory, TestContext.Current.CancellationToken));

    public void Dispose() => _folder.Delete(recursive: true);
}
