using System.Net;

namespace Loci.Cli.Serving;

/// <summary>Where a server listens.</summary>
/// <param name="Host">The address as it was given.</param>
/// <param name="Address">The address.</param>
/// <param name="Port">The port; 0 for a free one.</param>
internal sealed record ListeningAddress(string Host, IPAddress Address, int Port)
{
    /// <summary>Reads an address, and refuses one that others can reach where no key is asked for.</summary>
    public static ListeningAddress Parse(string host, int port, bool hasKeys)
    {
        if (port > ushort.MaxValue) throw new InvalidInputException($"--port: expected at most {ushort.MaxValue}, found {port}.");
        var address = string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed
            : throw new InvalidInputException($"--host: expected an IP address such as 127.0.0.1 or 0.0.0.0, found '{host}'.");
        return IPAddress.IsLoopback(address) || hasKeys
            ? new ListeningAddress(host, address, port)
            : throw new InvalidInputException($"--host {host}: expected keys where others than this machine can reach the server, found none. Give them with --api-key-file or LOCI_API_KEYS, or listen on 127.0.0.1.");
    }
}
