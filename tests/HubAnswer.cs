using System.Globalization;
using System.Text;

namespace Loci.TestSupport;

/// <summary>What a server answers, and how it breaks off.</summary>
public sealed class HubAnswer
{
    public int Status { get; init; } = 200;

    public byte[] Body { get; init; } = [];

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a part is sent where a part is asked for.</summary>
    public bool Ranges { get; init; }

    /// <summary>Bytes of the body after which the connection is lost.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Whether the connection stays open and silent after what is sent.</summary>
    public bool Hang { get; init; }

    /// <summary>Head and body as they go over the line.</summary>
    public (byte[] Head, byte[] Body) Bytes(HubRequest request)
    {
        var from = Ranges ? Math.Min(request.From, Body.Length) : 0;
        var part = Body[from..];
        var head = new StringBuilder($"HTTP/1.1 {(from > 0 ? 206 : Status)} Said\r\nConnection: close\r\nContent-Length: {part.Length}\r\n");
        if (from > 0) head.Append(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{Body.Length - 1}/{Body.Length}\r\n");
        foreach (var (name, value) in Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        var sent = request.Method == "HEAD" ? [] : CutAfter is { } cut ? part[..Math.Min(cut, part.Length)] : part;
        return (Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), sent);
    }
}
