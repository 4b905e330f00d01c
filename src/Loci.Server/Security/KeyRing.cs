using System.Security.Cryptography;

namespace Loci.Server.Security;

/// <summary>Finds out whose a key is, in a time that does not depend on the keys. Immutable and safe to share.</summary>
internal sealed class KeyRing(IReadOnlyList<ApiKey> keys)
{
    /// <summary>Whether there is nothing to ask for.</summary>
    public bool IsOpen => keys.Count == 0;

    /// <summary>Every tenant that has a key; the one without a name where there are no keys.</summary>
    public IReadOnlyList<string> Tenants { get; } = keys.Count == 0 ? [""] : [.. keys.Select(key => key.Tenant).Distinct(StringComparer.Ordinal)];

    /// <summary>The tenant of a key; null where there is no such key. Every key is compared, each to its end.</summary>
    public string? TenantOf(string secret)
    {
        var hash = ApiKey.HashOf(secret);
        string? tenant = null;
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash)) tenant = key.Tenant;
        }
        return tenant;
    }
}
