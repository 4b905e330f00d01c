using System.Text.Json;
using Loci.Cli.Tests.Support;
using Loci.Postgres.Tests.Servers;

namespace Loci.Cli.Tests.Commands;

/// <summary>Every command that takes a memory takes one in a database.</summary>
public sealed class PostgresTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_memory_in_a_database_is_made_shown_selected_from_and_forgotten()
    {
        var address = server.Address("notes");
        var file = _loci.Write("pump.txt", "The pump of the lower lock was repaired on Thursday and will be paid from the budget of next year.");
        await Json("remember", file, "--memory", address);
        await Json("remember", file, "--memory", address, "--tenant", "other");
        Assert.Equal(2, (await Json("memory", "show", "--memory", address)).GetProperty("documents").GetInt32());
        var picks = await Json("select", "--memory", address, "--prompt", "budget for the pump", "--count", "1");
        Assert.Contains("pump", picks.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await Json("memory", "forget", "--memory", address, "--source", file)).GetProperty("forgotten").GetInt32());
        Assert.Equal(1, (await Json("memory", "show", "--memory", address)).GetProperty("documents").GetInt32());
    }

    private async Task<JsonElement> Json(params string[] arguments) => (await _loci.RunAsync([.. arguments, "--json"])).Json();

    [Theory]
    [InlineData("memory", "show", "--memory", "postgres://me:geheim@127.0.0.1:1/none")]
    [InlineData("memory", "check", "--memory", "postgres://me:geheim@127.0.0.1:1/none")]
    [InlineData("select", "--memory", "postgres://me:geheim@127.0.0.1:1/none", "--prompt", "x")]
    [InlineData("select", "--memory", "postgres://me:geheim@127.0.0.1:port/none", "--prompt", "x")]
    public async Task No_message_shows_the_password(params string[] arguments)
    {
        var outcome = await _loci.RunAsync(arguments);
        outcome.Refused(2);
        Assert.DoesNotContain("geheim", outcome.Errors, StringComparison.Ordinal);
    }
}
