using System.Text;

namespace Loci.TestSupport;

/// <summary>A request that the server was sent.</summary>
public sealed record HubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, bool Storage)
{
    private const int Longest = 1 << 16;

    /// <summary>The file it asks for: what follows the commit.</summary>
    public string File => Uri.UnescapeDataString(string.Join('/', Path.Split('?')[0].Split('/').Skip(5)));

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>First byte asked for.</summary>
    public int From => Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>Reads up to the empty line; null where the client goes before it.</summary>
    public static async Task<HubRequest?> ReadAsync(Stream stream, bool storage, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (text.Length < Longest && !(text.Length > 4 && text.ToString(text.Length - 4, 4) == "\r\n\r\n"))
        {
            if (await stream.ReadAsync(buffer, cancellationToken) == 0) return null;
            text.Append((char)buffer[0]);
        }
        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new HubRequest(words[0], words[1], headers, storage);
    }
}
