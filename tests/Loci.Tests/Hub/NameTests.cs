using Loci.Hub;
using Loci.TestSupport;

namespace Loci.Tests.Hub;

/// <summary>Names from the hub are plain names or none.</summary>
public sealed class NameTests
{
    [Fact]
    public void There_are_two_hundred_hostile_names() => Assert.Equal(200, HostileNames.All.Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Every_hostile_name_is_refused() => Assert.DoesNotContain(HostileNames.All, name => HubFileName.TryParse(name, out _));

    [Theory]
    [InlineData("model-00001-of-00002.safetensors")]
    [InlineData("1_Pooling/config.json")]
    [InlineData(".gitattributes")]
    [InlineData("a/b/c/d.e.f")]
    [InlineData("größe/тест/模型 (1).txt")]
    [InlineData("console.json")]
    public void A_plain_path_is_kept_and_stays_inside(string text)
    {
        Assert.True(HubFileName.TryParse(text, out var name));
        Assert.Equal(text, name.Text);
        Assert.StartsWith("/base/", name.Under("/base").Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt2", "models--gpt2")]
    [InlineData("Qwen/Qwen2.5-0.5B", "models--Qwen--Qwen2.5-0.5B")]
    [InlineData("a_b/c-d", "models--a_b--c-d")]
    public void A_repository_has_a_folder_and_back(string text, string folder)
    {
        Assert.Equal(folder, RepositoryName.Parse(text).FolderName);
        Assert.Equal(text, RepositoryName.OfFolder(folder)?.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a/b--c")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData(".a/b")]
    [InlineData("a/b.")]
    [InlineData("a b/c")]
    [InlineData("a/b\0")]
    [InlineData("https://huggingface.co/a/b")]
    public void What_is_no_repository_is_refused(string text) => Assert.Throws<InvalidInputException>(() => RepositoryName.Parse(text));

    [Fact]
    public void A_hostile_name_that_is_a_repository_has_a_plain_folder() => Assert.All(
        HostileNames.All.Select(name => RepositoryName.TryParse(name, out var repository) ? repository : null).OfType<RepositoryName>(),
        repository => Assert.True(HubFileName.TryParse(repository.FolderName, out var folder) && folder.IsAtRoot));

    [Fact]
    public void A_message_shows_what_cannot_be_seen()
    {
        var e = Assert.Throws<InvalidInputException>(() => RepositoryName.Parse("a\u001b[2J\u202e\n"));
        Assert.Contains(@"a\u001b[2J\u202e\u000a", e.Message, StringComparison.Ordinal);
    }
}
