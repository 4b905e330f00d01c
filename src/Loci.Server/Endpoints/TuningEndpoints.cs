using Loci.Server.Answering;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Loci.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loci.Server.Endpoints;

/// <summary><c>/v1/tuning/jobs/{id}</c>: what was learnt for an answer, for clients that drop unknown fields.</summary>
internal static class TuningEndpoints
{
    public static void MapTuning(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/tuning/jobs/{id}", FindAsync).WithTags("tuning").WithSummary("What was learnt for an answer; its name is in X-Tuning-Job.").Produces<TuningReply>().ProducesErrors();

    private static Task FindAsync(HttpContext context, string id, TuningLedger ledger) => Reply.WriteAsync(
        context, ledger.Find(id, Caller.TenantOf(context)) ?? throw ApiException.NotFound("There is no tuning job of that name, or it is too long ago.", "job_not_found"), ProtocolJson.Wire.TuningReply);
}
