using Loci.Hub;
using Loci.Tensors;
using Loci.TestSupport;

namespace Loci.Tests.Hub;

/// <summary>A hub with a tiny model, an empty cache, and a clock that does not wait.</summary>
internal sealed class HubBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-hub-");

    public HubBench()
    {
        Server.Small["config.json"] = "{\"model_type\":\"llama\"}"u8.ToArray();
        Server.Small["README.md"] = "---\nlicense: mit\n---\n"u8.ToArray();
        Server.Large["model.safetensors"] = Weights(3000);
    }

    public HubServer Server { get; } = new();

    public ImpatientTime Time { get; } = new();

    public string Folder => _folder.FullName;

    public string CacheFolder => Path.Combine(Folder, "cache");

    public string? Token { get; init; }

    public bool Offline { get; set; }

    public Uri? Endpoint { get; set; }

    public string Repository => Path.Combine(CacheFolder, "models--owner--tiny");

    public string Snapshot => Path.Combine(Repository, "snapshots", HubServer.Commit);

    public string Blob => Path.Combine(Repository, "blobs", HubServer.Sha256(Server.Large["model.safetensors"]));

    /// <summary>A safetensors file of some length.</summary>
    public static byte[] Weights(int count)
    {
        var path = Path.GetTempFileName();
        var random = new Random(count);
        var bytes = new byte[4 * count];
        random.NextBytes(bytes);
        SafetensorsWriter.Write(path, [new TensorData("w", TensorType.I32, [count], bytes)]);
        bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    public async Task<DownloadedModel> PullAsync(string revision = HubCache.DefaultRevision, Action<DownloadProgress>? progress = null, CancellationTokenSource? stop = null)
    {
        var settings = new HubSettings { Endpoint = Endpoint ?? Server.Endpoint, CacheFolder = CacheFolder, Token = Token, Offline = Offline };
        using var client = new HubClient(settings, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop?.Token ?? default, TestContext.Current.CancellationToken);
        return await new ModelDownloader(client, settings).DownloadAsync(RepositoryName.Parse("owner/tiny"), revision, progress is null ? null : new Reporter(progress), either.Token);
    }

    /// <summary>What an answer to a request for the weights is.</summary>
    public void SpoilWeights(HubAnswer answer) => Server.Faults.Enqueue(request => request is { Storage: true, Method: "GET" } ? answer : null);

    /// <summary>Every file in the bench's folder, relative to it, but for the cache's own.</summary>
    public string[] Escaped() => [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Where(path => path != "cache" && !path.StartsWith("cache" + Path.DirectorySeparatorChar, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed class Reporter(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }
}
