using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Loci.TestSupport;

/// <summary>A server on this machine that answers <c>/v1/embeddings</c> as OpenAI does: a text's vector counts its letters. What it sends can be spoilt.</summary>
public sealed class EmbeddingServer : IAsyncDisposable
{
    public const int Dimensions = 26;
    public const string Model = "letters";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    public EmbeddingServer()
    {
        _listener.Start();
        _work = ServeAsync();
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    /// <summary>The key that is wanted; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Whether vectors are sent as numbers even where base64 is asked for, as some servers do.</summary>
    public bool NumbersAlone { get; init; }

    /// <summary>Whether entries come in reverse; each says its place.</summary>
    public bool Reversed { get; init; }

    /// <summary>Every request, in order.</summary>
    public ConcurrentQueue<EmbeddingRequest> Requests { get; } = new();

    /// <summary>What answers instead, each once, in order.</summary>
    public ConcurrentQueue<HubAnswer> Faults { get; } = new();

    /// <summary>What is sent for a text, before it is normalised by anyone.</summary>
    public static float[] Vector(string text)
    {
        var counts = new float[Dimensions];
        foreach (var letter in text.ToLowerInvariant())
            if (letter is >= 'a' and <= 'z') counts[letter - 'a']++;
        return counts;
    }

    public static HubAnswer Error(int status, string message, params (string Name, string Value)[] headers)
    {
        var answer = new HubAnswer { Status = status, Body = JsonSerializer.SerializeToUtf8Bytes(new { error = new { message, type = "test", code = "test" } }), Headers = { ["Content-Type"] = "application/json" } };
        foreach (var (name, value) in headers) answer.Headers[name] = value;
        return answer;
    }

    /// <summary>An answer with these vectors, whatever was asked.</summary>
    public HubAnswer Of(bool base64, params float[][] vectors)
    {
        var data = vectors.Select((vector, index) => new
        {
            @object = "embedding", index, embedding = base64 && !NumbersAlone ? (object)Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : vector,
        });
        var body = new { @object = "list", data = Reversed ? data.Reverse() : data, model = Model, usage = new { prompt_tokens = 7, total_tokens = 7 } };
        return new HubAnswer { Body = JsonSerializer.SerializeToUtf8Bytes(body), Headers = { ["Content-Type"] = "application/json" } };
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work; // before the listener stops: accepting on a stopped one is an error
        _listener.Stop();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                if (await EmbeddingRequest.ReadAsync(client.GetStream(), _end.Token) is not { } request) return;
                Requests.Enqueue(request);
                var answer = Faults.TryDequeue(out var fault) ? fault : Answer(request);
                var (head, body) = answer.Bytes(request.Head);
                await client.GetStream().WriteAsync(head, _end.Token);
                await client.GetStream().WriteAsync(body, _end.Token);
                if (answer.Hang) await Task.Delay(Timeout.Infinite, _end.Token);
                if (answer.CutAfter is not null) client.Client.Close(0); // a reset, as of a lost line
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // the client has gone, or the test has ended
            }
        }
    }

    private HubAnswer Answer(EmbeddingRequest request)
    {
        if (request.Head.Method != "POST" || request.Head.Path != "/v1/embeddings") return Error(404, "no such page");
        if (Key is not null && request.Key != $"Bearer {Key}") return Error(401, $"Incorrect API key provided: {request.Key}.");
        if (request.Model != Model) return Error(404, $"The model '{request.Model}' does not exist.");
        return request.Texts.Any(text => text.Length == 0) ? Error(400, "An input is empty.") : Of(request.Base64, [.. request.Texts.Select(Vector)]);
    }
}
