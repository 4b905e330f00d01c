using Loci.Server.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Endpoints;

/// <summary>Says in the API's description what every endpoint may fail with.</summary>
internal static class ErrorDescriptions
{
    private static readonly int[] Statuses = [400, 401, 404, 408, 413, 415, 429, 503];

    public static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder builder)
    {
        foreach (var status in Statuses) builder.Produces<ErrorReply>(status);
        return builder;
    }
}
