using System.Text.Json;

namespace Loci.Cli.Tests.Support;

/// <summary>What a run of the program left: its exit code and both streams.</summary>
internal sealed record Outcome(int Code, string Output, string Errors)
{
    /// <summary>The one JSON document on standard output of a run that must have gone well.</summary>
    public JsonElement Json(int code = 0)
    {
        Assert.True(Code == code, $"expected exit code {code}, found {Code}: {Errors}");
        using var document = JsonDocument.Parse(Output); // refuses anything before or after the document
        return document.RootElement.Clone();
    }

    /// <summary>Holds that the run failed as documented: nothing on standard output, every line of standard error a message, no stack trace.</summary>
    public void Refused(int code, params string[] words)
    {
        Assert.True(Code == code, $"expected exit code {code}, found {Code}: {Errors}");
        Assert.Empty(Output);
        Assert.Contains("loci: ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Errors, StringComparison.Ordinal);
        foreach (var word in words) Assert.Contains(word, Errors, StringComparison.Ordinal);
    }
}
