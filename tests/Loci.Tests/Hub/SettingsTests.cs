using Loci.Hub;

namespace Loci.Tests.Hub;

/// <summary>The variables are those of huggingface_hub, in its order.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-hub-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("/a", "HF_HUB_CACHE=/a", "HUGGINGFACE_HUB_CACHE=/b", "HF_HOME=/c")]
    [InlineData("/b", "HUGGINGFACE_HUB_CACHE=/b", "HF_HOME=/c")]
    [InlineData("/c/hub", "HF_HOME=/c", "XDG_CACHE_HOME=/d")]
    [InlineData("/d/huggingface/hub", "XDG_CACHE_HOME=/d")]
    [InlineData("~/.cache/huggingface/hub")]
    [InlineData("~/x", "HF_HUB_CACHE=~/x")]
    public void The_cache_is_where_Python_keeps_it(string expected, params string[] variables) =>
        Assert.Equal(expected.Replace("~", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal), Of(variables).CacheFolder);

    [Theory]
    [InlineData("a", "HF_TOKEN=a", "HUGGING_FACE_HUB_TOKEN=b")]
    [InlineData("b", "HUGGING_FACE_HUB_TOKEN= b ")]
    [InlineData(null, "HF_TOKEN=a", "HF_HUB_DISABLE_IMPLICIT_TOKEN=1")]
    [InlineData(null)]
    public void The_token_is_found(string? expected, params string[] variables) => Assert.Equal(expected, Of([.. variables, $"HF_HOME={_folder.FullName}"]).Token);

    [Fact]
    public void The_token_of_a_login_is_found()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "token"), "stored\n");
        Assert.Equal("stored", Of($"HF_HOME={_folder.FullName}").Token);
        Assert.Equal("stored", Of("HF_HOME=/nowhere", $"HF_TOKEN_PATH={_folder.FullName}/token").Token);
        Assert.Equal("given", Of($"HF_HOME={_folder.FullName}", "HF_TOKEN=given").Token);
    }

    [Fact]
    public void A_token_that_would_break_a_request_is_refused_without_being_shown()
    {
        var e = Assert.Throws<InvalidInputException>(() => Of("HF_TOKEN=secret\r\nX: y"));
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://mirror.example/hf", "HF_ENDPOINT=https://mirror.example/hf/")]
    [InlineData("https://huggingface.co/")]
    public void The_endpoint_may_be_a_mirror(string expected, params string[] variables) => Assert.Equal(expected, Of(variables).Endpoint.AbsoluteUri);

    [Theory]
    [InlineData("mirror")]
    [InlineData("file:///etc")]
    public void What_is_no_web_address_is_refused(string endpoint) => Assert.Throws<InvalidInputException>(() => Of($"HF_ENDPOINT={endpoint}"));

    [Theory]
    [InlineData(true, "HF_HUB_OFFLINE=1")]
    [InlineData(true, "TRANSFORMERS_OFFLINE=true")]
    [InlineData(false, "HF_HUB_OFFLINE=0")]
    [InlineData(false)]
    public void Offline_is_said(bool expected, params string[] variables) => Assert.Equal(expected, Of(variables).Offline);

    private static HubSettings Of(params string[] variables)
    {
        var values = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return HubSettings.FromEnvironment(values.GetValueOrDefault);
    }
}
