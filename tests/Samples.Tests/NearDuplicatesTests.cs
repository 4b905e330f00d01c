using Loci.Samples.NearDuplicates;

namespace Loci.Samples.Tests;

public sealed class NearDuplicatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-sample-");

    private string Memory => Path.Combine(_folder.FullName, "notes.loci");

    [Fact]
    public async Task Nearest_neighbours_repeat_themselves_and_sift_does_not()
    {
        (Note[] nearest, Note[] sift) = await Comparison.PickAsync(Memory, TestContext.Current.CancellationToken);
        Assert.Equal((5, 5), (nearest.Length, sift.Length));
        Assert.True(Comparison.Duplicates(nearest) >= 2);
        Assert.Equal(0, Comparison.Duplicates(sift));
        Assert.Equal(nearest[0], sift[0]);
    }

    [Fact]
    public async Task The_page_shows_what_is_printed() => Readme.Shows("NearDuplicates", await Comparison.RunAsync(Memory, TestContext.Current.CancellationToken));

    public void Dispose() => _folder.Delete(recursive: true);
}
