using Loci.Server.Engines;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Loci.Server.Scheduling;
using Loci.Server.Security;
using Loci.Server.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loci.Server.Endpoints;

/// <summary><c>/v1/models</c>.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", ListAsync).WithTags("models").WithSummary("The models of this server, by each of their names.").Produces<ModelList>().ProducesErrors();
        routes.MapGet("/v1/models/{**id}", FindAsync).WithTags("models").WithSummary("One model; with ?verify=true its weights are hashed anew.").Produces<ModelEntry>().ProducesErrors();
    }

    private static Task ListAsync(HttpContext context, ServedModel model) =>
        Reply.WriteAsync(context, new ModelList([.. model.Names.Select(name => Entry(model, name.Name, name.Tuned, model.Identity.BaseHash))]), ProtocolJson.Wire.ModelList);

    private static async Task FindAsync(HttpContext context, string id, bool? verify, ServedModel model, JobScheduler scheduler, LociOptions options)
    {
        var tuned = model.IsTuned(id);
        var hash = verify is true ? await HashAsync(context, scheduler, options).ConfigureAwait(false) : model.Identity.BaseHash;
        await Reply.WriteAsync(context, Entry(model, id, tuned, hash), ProtocolJson.Wire.ModelEntry).ConfigureAwait(false);
    }

    private static async Task<string> HashAsync(HttpContext context, JobScheduler scheduler, LociOptions options)
    {
        var run = scheduler.Submit(new VerificationJob(), Caller.TenantOf(context), name: null, options.Limits.Time);
        try
        {
            await foreach (var what in run.ReadAsync(context.RequestAborted).ConfigureAwait(false))
            {
                if (what is WeightsHashed hashed) return hashed.BaseHash;
            }
            throw ApiException.Unavailable("The weights were not hashed.", TimeSpan.FromSeconds(1));
        }
        finally
        {
            run.Leave();
        }
    }

    private static ModelEntry Entry(ServedModel model, string id, bool tuned, string hash) =>
        new() { Id = id, Created = model.Since.ToUnixTimeSeconds(), MaxModelLen = model.Identity.ContextLength, Tuned = tuned, BaseHash = hash };
}
