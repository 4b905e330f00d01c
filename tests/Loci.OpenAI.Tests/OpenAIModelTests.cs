namespace Loci.OpenAI.Tests;

/// <summary>How models at endpoints are written and recorded.</summary>
public sealed class OpenAIModelTests
{
    [Theory]
    [InlineData("text-embedding-3-small", "text-embedding-3-small", "https://api.openai.com/v1")]
    [InlineData("nomic-embed-text:latest@http://localhost:11434/v1/", "nomic-embed-text:latest", "http://localhost:11434/v1")]
    [InlineData("@cf/baai/bge-small@https://host.example/a/v1", "@cf/baai/bge-small", "https://host.example/a/v1")]
    [InlineData("@cf/baai/bge-small", "@cf/baai/bge-small", "https://api.openai.com/v1")]
    public void What_is_written_is_read_and_recorded(string text, string name, string address)
    {
        var model = OpenAIModel.Parse(text);
        Assert.Equal((name, address, $"openai/1:{name}@{address}"), (model.Name, model.Address, model.Identity));
        var recorded = OpenAIModel.FromIdentity($"{model.Identity}:1536")!;
        Assert.Equal((name, address, 1536), (recorded.Name, recorded.Address, recorded.Dimensions));
    }

    [Theory]
    [InlineData("", "openai:MODEL")]
    [InlineData("@https://host.example/v1", "openai:MODEL")]
    [InlineData("model@host.example/v1", "http://")]
    [InlineData("model@http://", "web address")]
    [InlineData("model@https://user:secret@host.example/v1", "OPENAI_API_KEY")]
    [InlineData("model@https://host.example/v1?api-key=secret", "OPENAI_API_KEY")]
    [InlineData("model@https://host.example/v1#secret", "OPENAI_API_KEY")]
    public void What_cannot_be_asked_is_refused_without_repeating_secrets(string text, string expected)
    {
        var message = Assert.Throws<InvalidInputException>(() => OpenAIModel.Parse(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lexical-words-bigrams/1")]
    [InlineData("openai/1:")]
    [InlineData("openai/1:model@https://host.example/v1")]
    [InlineData("openai/1:model@https://host.example/v1:0")]
    [InlineData("openai/1:model@https://host.example/v1:+5")]
    [InlineData("openai/1:model@https://host.example/v1/:5")]
    [InlineData("openai/1:model@https://user@host.example/v1:5")]
    [InlineData("openai/2:model@https://host.example/v1:5")]
    public void Other_identities_are_not_taken_for_one(string identity) => Assert.Null(OpenAIModel.FromIdentity(identity));
}
