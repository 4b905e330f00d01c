using System.Net;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Security;

/// <summary>
/// The names a server answers to. A web page can give its own name the address 127.0.0.1 and so reach a server on its reader's machine (DNS rebinding); the Host header still says that name.
/// </summary>
internal sealed class HostNames(IReadOnlyList<string> allowed)
{
    /// <summary>Whether a request for this host is answered.</summary>
    public bool Allows(HostString host) => host.HasValue && (IsThisMachine(host.Host) || allowed.Any(name => name == "*" || string.Equals(name, host.Host, StringComparison.OrdinalIgnoreCase)));

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
