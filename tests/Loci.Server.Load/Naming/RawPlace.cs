using System.Net.Sockets;
using System.Text;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Naming;

/// <summary>A place on the wire that takes a name as it is, bytes and all: what no honest client would send.</summary>
/// <param name="What">Which.</param>
/// <param name="Head">The request's first lines with a name in them.</param>
/// <param name="Body">Its body.</param>
internal sealed record RawPlace(string What, Func<string, string> Head, string Body = "")
{
    private const string Completion = """{"model":"loci-small","prompt":"pump","max_tokens":1,"temperature":0}""";

    /// <summary>The places.</summary>
    public static IReadOnlyList<RawPlace> All { get; } =
    [
        new("raw address of a model", name => $"GET /v1/models/{name} HTTP/1.1"),
        new("raw address of a job", name => $"GET /v1/tuning/jobs/{name} HTTP/1.1"),
        new("raw address of a document", name => $"DELETE /v1/memory/documents/{name} HTTP/1.1"),
        new("raw address under /v1", name => $"GET /v1/{name} HTTP/1.1"),
        new("raw address of the page's files", name => $"GET /page/{name} HTTP/1.1"),
        new("raw query", name => $"GET /v1/models/loci-small?verify={name} HTTP/1.1"),
        new("Idempotency-Key", name => $"POST /v1/completions HTTP/1.1\r\nIdempotency-Key: {name}", Completion),
        new("Authorization", name => $"GET /v1/models HTTP/1.1\r\nAuthorization: Bearer {name}"),
        new("tenant's header of others", name => $"GET /v1/models HTTP/1.1\r\nOpenAI-Organization: {name}\r\nX-Tenant: {name}"),
        new("Content-Type", name => $"POST /v1/completions HTTP/1.1\r\nContent-Type: {name}", Completion),
        new("Host", name => $"GET /v1/models HTTP/1.1\r\nHost: {name}"),
    ];

    /// <summary>Sends it and gives the status, 0 where the connection was closed without one, and all that came.</summary>
    public async Task<(int Status, string Answer)> SendAsync(Uri address, string name, string key, CancellationToken cancellationToken)
    {
        var head = new StringBuilder(Head(name)).Append("\r\nConnection: close\r\n");
        if (What != "Host") head.Append("Host: localhost\r\n");
        if (What != "Authorization") head.Append("Authorization: Bearer ").Append(key).Append("\r\n");
        if (Body.Length > 0 && What != "Content-Type") head.Append("Content-Type: application/json\r\n");
        if (Body.Length > 0) head.Append("Content-Length: ").Append(Body.Length).Append("\r\n");
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        await using var stream = socket.GetStream();
        var answer = "";
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\n{Body}"), cancellationToken);
            using var reader = new StreamReader(stream);
            answer = await reader.ReadToEndAsync(cancellationToken);
        }
        catch (IOException)
        {
            // it is closed while it is still being written to: what is not HTTP is not read to its end
        }
        if (answer.Length == 0) return (0, "");
        BrokenPromiseException.Unless(answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"{What}: no HTTP came back for '{name}': {answer}");
        return (int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), answer);
    }
}
