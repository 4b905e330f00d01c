using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Loci.Server.Page;

/// <summary>
/// The page at <c>/</c> and its files under <c>/page</c>. They hold nothing of anyone's and need no key; what the page asks for, it asks for through the API like every client. A policy
/// keeps the page from running or fetching anything that this server did not send.
/// </summary>
internal static class PageEndpoints
{
    private const string Policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], context => SendAsync(context, "index.html")).ExcludeFromDescription();
        routes.MapMethods("/page/{name}", [HttpMethods.Get, HttpMethods.Head], context => SendAsync(context, context.Request.RouteValues["name"] as string ?? "")).ExcludeFromDescription();
    }

    private static Task SendAsync(HttpContext context, string name)
    {
        var response = context.Response;
        if (PageAssets.Find(name) is not { } asset)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        Protect(response.Headers);
        response.Headers.ETag = $"W/{asset.Tag}"; // weak: the same whether it is compressed or not
        response.Headers.CacheControl = "no-cache"; // kept, and asked about each time: a newer server's page never meets an older one's files
        response.Headers.Vary = "Accept-Encoding";
        if (Has(context.Request.Headers.IfNoneMatch, asset.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        var compressed = Has(context.Request.Headers.AcceptEncoding, "gzip");
        var bytes = compressed ? asset.Compressed : asset.Bytes;
        if (compressed) response.Headers.ContentEncoding = "gzip";
        response.ContentType = asset.ContentType;
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }

    /// <summary>Whether one of a header's entries, without what weighs or weakens it, is this one.</summary>
    private static bool Has(StringValues header, string wanted) => header.SelectMany(value => (value ?? "").Split(','))
        .Select(entry => entry.Trim().Split(';')[0].Trim())
        .Any(entry => string.Equals(entry.StartsWith("W/", StringComparison.Ordinal) ? entry[2..] : entry, wanted, StringComparison.Ordinal));
}
