using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Loci.TestSupport;

/// <summary>
/// A server on this machine that answers as the Hugging Face hub does: the list of a revision, HEAD and GET of files, large files by a redirect to another server
/// (<see cref="Storage"/>, another port). What it sends can be spoilt.
/// </summary>
public sealed class HubServer : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TcpListener _hub = Listen();
    private readonly TcpListener _storage = Listen();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    public HubServer() => _work = Task.WhenAll(ServeAsync(_hub, storage: false), ServeAsync(_storage, storage: true));

    /// <summary>Where the hub is.</summary>
    public Uri Endpoint => Address(_hub);

    /// <summary>Where it sends large files from.</summary>
    public Uri Storage => Address(_storage);

    public string Repository { get; init; } = "owner/tiny";

    /// <summary>Small files: git objects.</summary>
    public Dictionary<string, byte[]> Small { get; } = new(StringComparer.Ordinal);

    /// <summary>Large files.</summary>
    public Dictionary<string, byte[]> Large { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that are listed and not there.</summary>
    public List<string> Listed { get; } = [];

    /// <summary>Every request, in order.</summary>
    public ConcurrentQueue<HubRequest> Requests { get; } = new();

    /// <summary>What answers instead, once, to a request that it fits; null lets the next one try.</summary>
    public ConcurrentQueue<Func<HubRequest, HubAnswer?>> Faults { get; } = new();

    /// <summary>Bytes of bodies sent.</summary>
    public long BytesSent => Interlocked.Read(ref _sent);

    private long _sent;

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

#pragma warning disable CA5350 // git's names of contents are SHA-1
    public static string GitHash(byte[] content) => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work; // before the listeners stop: accepting on a stopped one is an error
        _hub.Stop();
        _storage.Stop();
        _end.Dispose();
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static Uri Address(TcpListener listener) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    private async Task ServeAsync(TcpListener listener, bool storage)
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(AnswerAsync(await listener.AcceptTcpClientAsync(_end.Token), storage));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(TcpClient client, bool storage)
    {
        using (client)
        {
            try
            {
                if (await HubRequest.ReadAsync(client.GetStream(), storage, _end.Token) is not { } request) return;
                Requests.Enqueue(request);
                var answer = Fault(request) ?? Answer(request);
                var (head, body) = answer.Bytes(request);
                await client.GetStream().WriteAsync(head, _end.Token);
                await client.GetStream().WriteAsync(body, _end.Token);
                Interlocked.Add(ref _sent, body.Length);
                if (answer.Hang) await Task.Delay(Timeout.Infinite, _end.Token);
                if (answer.CutAfter is not null) client.Client.Close(0); // a reset, as of a lost line
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // the client has gone, or the test has ended
            }
        }
    }

    private HubAnswer? Fault(HubRequest request) => Faults.TryPeek(out var fault) && fault(request) is { } answer && Faults.TryDequeue(out _) ? answer : null;

    private HubAnswer Answer(HubRequest request)
    {
        if (request.Storage) return Large.TryGetValue(request.File, out var stored) ? new HubAnswer { Body = stored, Ranges = true } : new HubAnswer { Status = 404 };
        if (request.Path.StartsWith($"/api/models/{Repository}/revision/", StringComparison.Ordinal)) return new HubAnswer { Body = List() };
        if (!request.Path.StartsWith($"/{Repository}/resolve/{Commit}/", StringComparison.Ordinal)) return new HubAnswer { Status = 404 };
        if (Small.TryGetValue(request.File, out var small)) return new HubAnswer { Body = small, Ranges = true, Headers = { ["ETag"] = $"\"{GitHash(small)}\"", ["X-Repo-Commit"] = Commit } };
        return Large.TryGetValue(request.File, out var large) ? new HubAnswer
        {
            Status = 302,
            Headers =
            {
                ["Location"] = $"{Storage.AbsoluteUri}{Repository}/resolve/{Commit}/{Uri.EscapeDataString(request.File)}?signature=abc",
                ["X-Linked-Etag"] = $"\"{Sha256(large)}\"", ["X-Linked-Size"] = $"{large.Length}", ["X-Repo-Commit"] = Commit,
            },
        } : new HubAnswer { Status = 404 };
    }

    private byte[] List() => JsonSerializer.SerializeToUtf8Bytes(new { sha = Commit, siblings = Small.Keys.Concat(Large.Keys).Concat(Listed).Select(rfilename => new { rfilename }) });
}
