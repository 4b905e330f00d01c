using Loci.Hub;
using Loci.TestSupport;

namespace Loci.Tests.Hub;

/// <summary>Fetching a model from a hub that behaves.</summary>
public sealed class DownloadTests : IAsyncDisposable
{
    private readonly HubBench _bench = new();

    private HubServer Server => _bench.Server;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_cache_is_laid_out_as_Python_lays_it_out()
    {
        var model = await _bench.PullAsync();
        Assert.Equal((HubServer.Commit, _bench.Snapshot, 3), (model.Commit, model.Folder, model.Files));
        Assert.Equal(Server.Large.Concat(Server.Small).Sum(file => file.Value.Length), model.Bytes);
        Assert.Equal(model.Bytes, model.DownloadedBytes);
        Assert.Equal(HubServer.Commit, await File.ReadAllTextAsync(Path.Combine(_bench.Repository, "refs", "main"), TestContext.Current.CancellationToken));
        foreach (var (name, content) in Server.Large.Concat(Server.Small))
        {
            var hash = Server.Large.ContainsKey(name) ? HubServer.Sha256(content) : HubServer.GitHash(content);
            Assert.Equal(Path.Combine("..", "..", "blobs", hash), new FileInfo(Path.Combine(_bench.Snapshot, name)).LinkTarget);
            Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(_bench.Snapshot, name), TestContext.Current.CancellationToken));
        }
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_bench.Repository, "blobs")).Length);
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        await _bench.PullAsync();
        Server.Requests.Clear();
        var again = await _bench.PullAsync();
        Assert.Equal(0, again.DownloadedBytes);
        Assert.Equal(["GET"], Server.Requests.Select(request => request.Method)); // which commit it is, and nothing else
    }

    [Fact]
    public async Task What_Python_has_fetched_is_not_fetched_again()
    {
        foreach (var (name, content) in Server.Large.Concat(Server.Small))
        {
            var blob = Path.Combine(_bench.Repository, "blobs", Server.Large.ContainsKey(name) ? HubServer.Sha256(content) : HubServer.GitHash(content));
            Write(blob, content);
            Directory.CreateDirectory(_bench.Snapshot);
            File.CreateSymbolicLink(Path.Combine(_bench.Snapshot, name), Path.Combine("..", "..", "blobs", Path.GetFileName(blob)));
        }
        Write(Path.Combine(_bench.Repository, "refs", "main"), System.Text.Encoding.ASCII.GetBytes(HubServer.Commit));
        Assert.Equal(0, (await _bench.PullAsync()).DownloadedBytes);
        Assert.DoesNotContain(Server.Requests, request => request.Storage);
        _bench.Offline = true;
        Assert.Equal(_bench.Snapshot, (await _bench.PullAsync()).Folder);
    }

    [Fact]
    public async Task Content_of_another_commit_is_linked_and_not_fetched()
    {
        Write(_bench.Blob, Server.Large["model.safetensors"]);
        var model = await _bench.PullAsync();
        Assert.Equal(Server.Small.Sum(file => file.Value.Length), model.DownloadedBytes);
        Assert.Equal(Server.Large["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(model.Folder, "model.safetensors"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_branch_with_a_slash_and_a_commit_are_revisions()
    {
        await _bench.PullAsync("refs/pr/1");
        Assert.True(File.Exists(Path.Combine(_bench.Repository, "refs", "refs", "pr", "1")));
        Assert.Contains(Server.Requests, request => request.Path.EndsWith("/revision/refs%2Fpr%2F1", StringComparison.Ordinal));
        await _bench.PullAsync(HubServer.Commit);
        Assert.False(File.Exists(Path.Combine(_bench.Repository, "refs", HubServer.Commit)));
        var cache = new HubCache(_bench.CacheFolder);
        var name = RepositoryName.Parse("owner/tiny");
        Assert.Equal((null, _bench.Snapshot, _bench.Snapshot), (cache.FindSnapshot(name), cache.FindSnapshot(name, "refs/pr/1"), cache.FindSnapshot(name, HubServer.Commit)));
        Assert.Equal(name, HubCache.NameOf(_bench.Snapshot));
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("a b\n")]
    [InlineData("")]
    public async Task A_revision_that_is_no_name_is_refused(string revision) => await Assert.ThrowsAsync<InvalidInputException>(() => _bench.PullAsync(revision));

    [Fact]
    public async Task Formats_that_are_not_read_are_left_alone()
    {
        foreach (var name in new[] { "pytorch_model.bin", "model.pt", "tf_model.h5", "consolidated.safetensors", "model.fp16.safetensors", "onnx/model.onnx", "model.gguf" }) Server.Large[name] = [1, 2, 3];
        Server.Small["1_Pooling/config.json"] = "{}"u8.ToArray();
        var model = await _bench.PullAsync();
        Assert.Equal(["1_Pooling/config.json", "README.md", "config.json", "model.safetensors"],
            Directory.GetFiles(model.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(model.Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Shards_come_with_their_index()
    {
        var weights = Server.Large["model.safetensors"];
        Server.Large.Clear();
        Server.Small["model.safetensors.index.json"] = "{}"u8.ToArray();
        foreach (var name in new[] { "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "consolidated-00001-of-00002.safetensors" }) Server.Large[name] = weights;
        Assert.Equal(5, (await _bench.PullAsync()).Files);
    }

    [Fact]
    public async Task A_repository_of_pickles_alone_is_refused_before_anything_is_fetched()
    {
        Server.Large.Clear();
        Server.Large["pytorch_model.bin"] = [0x80, 2];
        var e = await Assert.ThrowsAsync<InvalidInputException>(() => _bench.PullAsync());
        Assert.Contains("pytorch_model.bin", e.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
        Assert.False(Directory.Exists(_bench.CacheFolder));
    }

    [Fact]
    public async Task Progress_counts_to_the_end()
    {
        var reports = new List<DownloadProgress>();
        var model = await _bench.PullAsync(progress: reports.Add);
        Assert.Equal((model.Bytes, model.Bytes, model.Bytes), (reports[^1].Present, reports[^1].Bytes, reports[^1].Received));
        Assert.Equal(reports.Select(report => report.Present).Order(), reports.Select(report => report.Present));
    }

    [Fact]
    public async Task Two_at_once_fetch_everything_once()
    {
        var models = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _bench.PullAsync()));
        Assert.Equal(models[0].Bytes, models.Sum(model => model.DownloadedBytes));
        Assert.Single(Server.Requests, request => request.Storage);
    }

    [Fact]
    public async Task A_link_whose_content_is_gone_is_mended()
    {
        var first = await _bench.PullAsync();
        var link = Directory.GetFiles(first.Folder).First(file => file.EndsWith(".safetensors", StringComparison.Ordinal));
        File.Delete(File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName);
        var second = await _bench.PullAsync();
        Assert.Equal(new FileInfo(File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName).Length, second.DownloadedBytes);
        Assert.Equal(first.Bytes, second.Bytes);
    }

    [Fact]
    public async Task Offline_uses_what_is_there_and_asks_nobody()
    {
        _bench.Offline = true;
        var e = await Assert.ThrowsAsync<InvalidInputException>(() => _bench.PullAsync());
        Assert.Contains("HF_HUB_OFFLINE", e.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
