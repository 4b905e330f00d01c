using System.Globalization;

namespace Loci.Hub;

/// <summary>What the hub says in headers.</summary>
internal static class HubHeaders
{
    /// <summary>Hash of a large file, on the redirect to it.</summary>
    public const string LinkedHash = "X-Linked-Etag";

    private const string LinkedSize = "X-Linked-Size";
    private const string ErrorCode = "X-Error-Code";

    /// <summary>The file's hash, or null where none is named that contents can be held against.</summary>
    public static string? Hash(HttpResponseMessage response)
    {
        var text = First(response, LinkedHash) ?? response.Headers.ETag?.Tag;
        var hash = text?.Trim('"').ToLowerInvariant();
        return ContentHash.IsHash(hash) ? hash : null;
    }

    /// <summary>The file's size, or null.</summary>
    public static long? Size(HttpResponseMessage response) =>
        long.TryParse(First(response, LinkedSize), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : response.Content.Headers.ContentLength;

    /// <summary>The hub's own word for what is wrong, such as <c>GatedRepo</c>.</summary>
    public static string? Error(HttpResponseMessage response) => First(response, ErrorCode);

    private static string? First(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
