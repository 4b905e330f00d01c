using System.Net;
using System.Text.Json.Nodes;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Endpoints;

/// <summary>The memory over HTTP, with a server of its own that makes it.</summary>
public sealed class MemoryTests : IDisposable
{
    private readonly LociFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Documents_come_are_found_are_learnt_from_and_go()
    {
        await using var server = await ServerProcess.StartAsync(_folder, "--memory", _folder.At("new.loci"), "--create-memory");
        using var client = server.Client();
        var add = new JsonObject
        {
            ["documents"] = new JsonArray(
                new JsonObject { ["source"] = "notes/pump", ["text"] = "The pump in hall nine leaks on Thursdays.", ["meta"] = new JsonObject { ["kind"] = "note" } },
                new JsonObject { ["source"] = "notes/garden", ["text"] = "Beans grow in the third bed of the garden." }),
        };
        Assert.Equal((2, 0), Counts(await client.AskAsync("/v1/memory/documents", add)));
        Assert.Equal((0, 2), Counts(await client.AskAsync("/v1/memory/documents", add)));
        Assert.Equal(2, (await client.ReadAsync("/v1/memory"))["documents"]!.GetValue<int>());
        var found = await client.AskAsync("/v1/memory/search", new JsonObject { ["query"] = "which pump leaks", ["count"] = 1 });
        Assert.Equal("notes/pump", found["data"]![0]!["document"]!.GetValue<string>());
        var answer = await client.AskAsync("/v1/chat/completions", Bodies.Chat("The pump in hall nine leaks", 3, new JsonObject { ["count"] = 1 })); // the worker sees what was added after it began
        Assert.Equal("notes/pump", answer["tuning"]!["selected"]![0]!["document"]!.GetValue<string>());
        Assert.Equal(found["memory_snapshot"]!.GetValue<string>(), answer["tuning"]!["memory_snapshot"]!.GetValue<string>());
        var listed = (await client.ReadAsync("/v1/memory/documents?limit=1"))!;
        Assert.True(listed["has_more"]!.GetValue<bool>());
        Assert.Equal(("note", "api"), (listed["data"]![0]!["meta"]!["kind"]!.GetValue<string>(), listed["data"]![0]!["meta"]!["loci.added_via"]!.GetValue<string>()));
        var id = listed["data"]![0]!["id"]!.GetValue<long>();
        Assert.Equal("notes/garden", (await client.ReadAsync($"/v1/memory/documents?after={id}"))["data"]![0]!["source"]!.GetValue<string>());
        using var deleted = await client.DeleteAsync($"/v1/memory/documents/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        using var again = await client.DeleteAsync($"/v1/memory/documents/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using var gone = await client.GetAsync($"/v1/tuning/jobs/{answer["tuning"]!["job_id"]!.GetValue<string>()}", TestContext.Current.CancellationToken); // what was made from forgotten documents goes with them
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(1, (await client.AskAsync("/v1/memory/forget", new JsonObject { ["source_prefix"] = "notes/" }))["forgotten"]!.GetValue<int>());
        Assert.Equal(0, (await client.ReadAsync("/v1/memory"))["documents"]!.GetValue<int>());
        var empty = await client.AskAsync("/v1/chat/completions", Bodies.Chat("The pump", 2, new JsonObject()));
        Assert.Equal("nothing", empty["tuning"]!["guard"]!.GetValue<string>());
        await server.LoggedAsync(line => line.Contains("MemoryAudit[5101]", StringComparison.Ordinal) && line.Contains("notes/pump", StringComparison.Ordinal));
        await server.LoggedAsync(line => line.Contains("MemoryAudit[5102]", StringComparison.Ordinal) && line.Contains("prefix notes/", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log, line => line.Contains("leaks on Thursdays", StringComparison.Ordinal));
    }

    private static (int, int) Counts(JsonNode reply) => (reply["added"]!.GetValue<int>(), reply["known"]!.GetValue<int>());
}
