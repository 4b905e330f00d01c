using Microsoft.AspNetCore.Http;

namespace Loci.Server.Security;

/// <summary>Who asks.</summary>
internal static class Caller
{
    private static readonly object Key = new();

    /// <summary>Takes note of whose the request's key is.</summary>
    public static void Set(HttpContext context, string tenant) => context.Items[Key] = tenant;

    /// <summary>Whose the request's key is.</summary>
    public static string TenantOf(HttpContext context) => context.Items[Key] as string ?? throw new InvalidOperationException("The request has not been let in: UseLoci must come before the endpoints.");
}
