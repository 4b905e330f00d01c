using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Loci.Server.Page;

/// <summary>The page's files, which are resources of this assembly. Read once, when the first of them is asked for. Immutable and safe to share.</summary>
internal static class PageAssets
{
    /// <summary>What the resources' names begin with.</summary>
    private const string Prefix = "page/";

    private static readonly Lazy<FrozenDictionary<string, PageAsset>> Read = new(ReadAll);

    /// <summary>A file by its name; null where there is none.</summary>
    public static PageAsset? Find(string name) => Read.Value.GetValueOrDefault(name);

    /// <summary>The names of all files.</summary>
    public static IEnumerable<string> Names => Read.Value.Keys;

    private static FrozenDictionary<string, PageAsset> ReadAll()
    {
        var assembly = typeof(PageAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => Load(assembly, name), StringComparer.Ordinal);
    }

    private static PageAsset Load(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new PageAsset(ContentType(name), bytes, Compress(bytes), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) gzip.Write(bytes);
        return compressed.ToArray();
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The page has a file of a kind it does not know: {other}."),
    };
}
