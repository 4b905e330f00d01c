using Loci.Cli.Tests.Support;

namespace Loci.Cli.Tests.Commands;

public sealed class HelpTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Theory]
    [InlineData("demo")]
    [InlineData("remember", "PATH", "--memory", "--model", "--strict")]
    [InlineData("ask", "PROMPT", "--memory", "--adapter", "--system", "--chat")]
    [InlineData("select", "--candidates", "--targets", "--count", "--noise", "--method", "--stopping", "--distinct", "--memory", "--prompt")]
    [InlineData("eval", "DATA", "--memory", "--methods", "--count", "--protocol", "--limit", "--seed", "--adapter")]
    [InlineData("score", "FILE", "--model", "--adapter")]
    [InlineData("train", "TEXT", "--model", "--new", "--out", "--validation", "--epochs", "--steps", "--learning-rate", "--batch", "--window", "--threads", "--checkpoint-every", "--tuning", "--adapter-out", "--rank", "--alpha", "--targets")]
    [InlineData("memory show", "--memory")]
    [InlineData("model pull", "NAME", "--revision", "HF_TOKEN")]
    [InlineData("model show", "MODEL")]
    [InlineData("serve", "--memory", "--port", "--host", "--api-key-file", "--workers", "--queue", "--largest-share")]
    [InlineData("doctor")]
    public async Task Every_command_answers_help(string command, params string[] words)
    {
        var outcome = await _loci.RunAsync([.. command.Split(' '), "--help"]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Errors));
        Assert.Contains($"loci {command}", outcome.Output, StringComparison.Ordinal);
        foreach (var word in (string[])["--json", .. words]) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_names_its_commands()
    {
        var outcome = await _loci.RunAsync("--help");
        Assert.Equal(0, outcome.Code);
        foreach (var command in (string[])["demo", "remember", "ask", "select", "eval", "score", "train", "memory", "model", "doctor", "serve"])
            Assert.Matches($@"(?m)^  {command}\b.*\w\.", outcome.Output);
    }
}
