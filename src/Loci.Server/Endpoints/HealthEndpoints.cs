using Loci.Server.Protocol;
using Loci.Server.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Loci.Server.Endpoints;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: at least one engine can take a job, and the server is not ending. Neither needs a key.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", LiveAsync).WithTags("health").WithSummary("Whether the server lives.").Produces<HealthReply>();
        routes.MapGet("/health/ready", ReadyAsync).WithTags("health").WithSummary("Whether the server can answer.").Produces<HealthReply>().Produces<HealthReply>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task LiveAsync(HttpContext context, JobScheduler scheduler, EngineSet engines) => WriteAsync(context, "ok", scheduler, engines);

    private static Task ReadyAsync(HttpContext context, JobScheduler scheduler, EngineSet engines, IHostApplicationLifetime lifetime)
    {
        var ready = engines.IsReady && !lifetime.ApplicationStopping.IsCancellationRequested;
        context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(context, ready ? "ok" : engines.IsReady ? "stopping" : "starting", scheduler, engines);
    }

    private static Task WriteAsync(HttpContext context, string status, JobScheduler scheduler, EngineSet engines) =>
        Reply.WriteAsync(context, new HealthReply(status, scheduler.Queued, scheduler.Running, engines.All.Count(engine => engine.IsReady)), ProtocolJson.Wire.HealthReply);
}
