using System.Text.Json;
using Loci.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Loci.Cli.Tests.Commands;

/// <summary><c>loci memory check, forget, compact, backup, restore, re-embed</c>, tenants and <c>remember --sync</c>, as a script meets them.</summary>
public sealed class UpkeepTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_memory_is_checked_backed_up_and_restored()
    {
        await RememberAsync(("notes/fox.txt", "The fox lives by the river."), ("notes/owl.txt", "The owl sleeps by day."));
        var sound = (await MemoryAsync("check", "--json")).Json();
        Assert.True(sound.GetProperty("is_sound").GetBoolean());
        Assert.Equal((2, 2), (Number(sound, "documents"), Number(sound, "chunks")));
        (await MemoryAsync("backup", "--to", "copy.loci", "--json")).Json();
        (await MemoryAsync("backup", "--to", "copy.loci", "--json")).Refused(2, "copy.loci");
        Damage("m.loci", "UPDATE chunks SET text = x'41' WHERE id = 1");
        var broken = await MemoryAsync("check", "--json");
        Assert.Equal(1, broken.Code);
        Assert.Contains("Chunk 1 ", JsonDocument.Parse(broken.Output).RootElement.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
        (await MemoryAsync("restore", "--from", "copy.loci", "--json")).Refused(2, "--overwrite");
        (await MemoryAsync("restore", "--from", "copy.loci", "--overwrite", "--json")).Json();
        Assert.Equal(sound.GetProperty("digest").GetString(), (await MemoryAsync("check", "--json")).Json().GetProperty("digest").GetString());
        Damage("copy.loci", "UPDATE chunks SET text = x'41' WHERE id = 1");
        (await _loci.RunAsync("memory", "restore", "--memory", "new.loci", "--from", "copy.loci", "--json")).Refused(2, "not sound");
        Assert.False(Directory.Exists(_loci.At("new.loci")));
    }

    [Fact]
    public async Task Documents_are_forgotten_by_source_number_query_age_and_metadata()
    {
        await RememberAsync(
            ("notes/fox.txt", "The fox lives by the river."), ("notes/owl.txt", "The owl sleeps by day."), ("more/heron.txt", "The heron stands in the water."),
            ("lines.jsonl", "{\"text\":\"Kettles whistle.\",\"meta\":{\"room\":\"kitchen\"}}\n{\"text\":\"Doors creak.\"}\n"));
        Assert.Equal(2, (await MemoryAsync("forget", "--source", "notes", "--dry-run", "--json")).Json().GetProperty("documents").GetArrayLength());
        Assert.Equal(5, await CountAsync());
        Assert.Equal(2, Number((await MemoryAsync("forget", "--source", "notes", "--json")).Json(), "forgotten"));
        Assert.Equal(1, Number((await MemoryAsync("forget", "--meta", "room=kitchen", "--json")).Json(), "forgotten"));
        Assert.Equal(1, Number((await MemoryAsync("forget", "--query", "a heron in water", "--json")).Json(), "forgotten"));
        Assert.Equal(0, Number((await MemoryAsync("forget", "--added-before", "1h", "--json")).Json(), "forgotten"));
        Assert.Equal(0, Number((await MemoryAsync("forget", "--id", "999", "--json")).Json(), "forgotten"));
        Assert.Equal(1, await CountAsync());
        (await MemoryAsync("forget", "--json")).Refused(2, "--everything");
        (await MemoryAsync("forget", "--added-before", "whenever", "--json")).Refused(2, "whenever");
        Assert.Equal(1, Number((await MemoryAsync("forget", "--everything", "--json")).Json(), "forgotten"));
        (await MemoryAsync("compact", "--json")).Json();
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_folder_is_followed()
    {
        await RememberAsync(("notes/fox.txt", "The fox lives by the river."), ("notes/owl.txt", "The owl sleeps by day."));
        File.Delete(_loci.At("notes/owl.txt"));
        _loci.Write("notes/fox.txt", "The fox has moved to the wood.");
        Directory.CreateDirectory(_loci.At("elsewhere"));
        var followed = (await _loci.RunAsync("remember", Path.Combine("elsewhere", "..", "notes"), "--sync", "--memory", "m.loci", "--model", TinyModel.Folder, "--json")).Json();
        Assert.Equal((1, 1), (Number(followed, "documents"), Number(followed, "forgotten")));
        Assert.Equal(1, await CountAsync());
        (await _loci.RunAsync("remember", "notes/*.txt", "--sync", "--memory", "m.loci", "--json")).Refused(2, "--sync");
    }

    [Fact]
    public async Task Tenants_share_a_memory_and_nothing_else()
    {
        _loci.Write("a.txt", "The fox lives by the river.");
        _loci.Write("b.txt", "The owl sleeps by day.");
        (await _loci.RunAsync("remember", "a.txt", "--memory", "m.loci", "--tenant", "alice", "--model", TinyModel.Folder, "--json")).Json();
        (await _loci.RunAsync("remember", "b.txt", "--memory", "m.loci", "--tenant", "bob", "--model", TinyModel.Folder, "--json")).Json();
        var seen = (await _loci.RunAsync("select", "--memory", "m.loci", "--tenant", "alice", "--prompt", "owl", "--json")).Json().GetProperty("selected");
        Assert.All(seen.EnumerateArray(), pick => Assert.Contains("fox", pick.GetProperty("text").GetString(), StringComparison.Ordinal));
        Assert.Equal(["alice", "bob"], (await MemoryAsync("show", "--json")).Json().GetProperty("tenants").EnumerateArray().Select(tenant => tenant.GetProperty("name").GetString()));
        Assert.Equal(1, Number((await MemoryAsync("forget", "--tenant", "alice", "--everything", "--json")).Json(), "forgotten"));
        Assert.Equal(1, await CountAsync());
    }

    private async Task RememberAsync(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files) _loci.Write(name, text);
        (await _loci.RunAsync(["remember", .. files.Select(file => file.Name), "--memory", "m.loci", "--model", TinyModel.Folder, "--json"])).Json();
    }

    private Task<Outcome> MemoryAsync(string verb, params string[] rest) => _loci.RunAsync(["memory", verb, "--memory", "m.loci", .. rest]);

    private async Task<long> CountAsync() => Number((await MemoryAsync("show", "--json")).Json(), "documents");

    private void Damage(string memory, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_loci.At(memory, "memory.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static long Number(JsonElement answer, string key) => answer.GetProperty(key).GetInt64();
}
