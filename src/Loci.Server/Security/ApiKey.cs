using System.Security.Cryptography;
using System.Text;

namespace Loci.Server.Security;

/// <summary>A key and whose it is. Only its hash is kept.</summary>
public sealed class ApiKey
{
    /// <summary>The fewest characters of a key.</summary>
    public const int Shortest = 16;

    private readonly int _length;

    /// <summary>Takes a key in.</summary>
    /// <param name="secret">What clients send, at least <see cref="Shortest"/> characters.</param>
    /// <param name="tenant">Whose part of the memory it opens; empty for that without a name.</param>
    public ApiKey(string secret, string tenant = "")
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(tenant);
        Tenant = tenant;
        _length = secret.Length;
        Hash = HashOf(secret);
    }

    /// <summary>Whose part of the memory it opens.</summary>
    public string Tenant { get; }

    internal byte[] Hash { get; }

    /// <summary>Reads keys: one a line or separated by commas, each <c>KEY</c> or <c>TENANT=KEY</c>; empty lines and those that begin with <c>#</c> are passed over.</summary>
    public static IReadOnlyList<ApiKey> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
        [
            .. text.Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith('#')).SelectMany(line => line.Split(','))
                .Select(entry => entry.Trim()).Where(entry => entry.Length > 0)
                .Select(entry => entry.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? new ApiKey(entry[(at + 1)..].Trim(), entry[..at].Trim()) : new ApiKey(entry)),
        ];
    }

    internal static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    internal static IEnumerable<string> Wrong(IReadOnlyList<ApiKey> keys)
    {
        if (keys.Any(key => key._length < Shortest)) yield return $"keys of at least {Shortest} characters (found a shorter one)";
        if (keys.DistinctBy(key => Convert.ToHexString(key.Hash), StringComparer.Ordinal).Count() < keys.Count) yield return "every key once (found one twice)";
    }
}
