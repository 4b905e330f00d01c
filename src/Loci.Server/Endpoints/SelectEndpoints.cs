using Loci.Learning;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Server.Asking;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Loci.Server.Remembering;
using Loci.Server.Scheduling;
using Loci.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loci.Server.Endpoints;

/// <summary><c>/v1/select</c>: selection alone, for any trainer.</summary>
internal static class SelectEndpoints
{
    public static void MapSelect(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/select", SelectAsync).WithTags("selection").WithSummary("Pick what tells most about a task, from the memory or from vectors.").Accepts<SelectRequest>("application/json").Produces<SelectReply>().ProducesErrors();

    private static async Task SelectAsync(HttpContext context, MemoryService memory, BoundedWork work, LociOptions options, TimeProvider time)
    {
        var request = (await RequestBody<SelectRequest>.ReadAsync(context, ProtocolJson.Wire.SelectRequest, options.Limits.BodyBytes).ConfigureAwait(false)).Value;
        Field.NoneUnknown("", request.Unknown);
        var (tenant, clock) = (Caller.TenantOf(context), new StageClock(time));
        var selector = Selectors.Create(request.Method ?? "sift", request.Seed ?? 0);
        var reply = request.Vectors is not null || request.Targets is not null
            ? await work.RunAsync(stop => Vectors(request, selector, options.Limits, clock, stop), context.RequestAborted).ConfigureAwait(false)
            : await work.RunAsync(stop => Memory(request, selector, memory, tenant, options, clock, stop), context.RequestAborted).ConfigureAwait(false);
        await Reply.WriteAsync(context, reply, ProtocolJson.Wire.SelectReply).ConfigureAwait(false);
    }

    private static SelectReply Vectors(SelectRequest request, ISelector selector, RequestLimits limits, StageClock clock, CancellationToken cancellationToken)
    {
        Field.Unsupported("prompt", request.Prompt is not null || request.Prompts is not null);
        Field.Unsupported("stop_uncertainty", request.StopUncertainty is not null);
        Field.Unsupported("largest_share", request.LargestShare is not null);
        var candidates = Rows("vectors", request.Vectors);
        var targets = Rows("targets", request.Targets);
        var selection = new SelectionOptions
        {
            Count = Field.Whole("count", request.Count, Math.Min(50, limits.Count), 1, limits.Count), Noise = Field.Positive("lambda", request.Lambda) ?? 1, Stopping = Field.Positive("alpha", request.Alpha), Distinct = request.Distinct ?? false,
        };
        var picks = clock.Time("select", () => selector.Select(new DenseKernel(candidates, targets), selection, cancellationToken));
        return new SelectReply { Method = selector.Name, UncertaintyBefore = Math.Sqrt(picks.Prior), Indices = picks.Indices, Uncertainty = Deviations(picks), Timing = clock.Seconds };
    }

    private static SelectReply Memory(SelectRequest request, ISelector selector, MemoryService memory, string tenant, LociOptions options, StageClock clock, CancellationToken cancellationToken)
    {
        var limits = options.Limits;
        var prompts = request switch
        {
            { Prompt: { } prompt, Prompts: null } => [Field.Text("prompt", prompt)],
            { Prompt: null, Prompts: { } several } => Field.Some("prompts", several, limits.Prompts),
            _ => throw ApiException.Invalid("Expected 'prompt' or 'prompts' to select from the memory, or 'vectors' with 'targets'.", "prompt", "missing"),
        };
        var share = Field.Positive("largest_share", request.LargestShare) is var given and not > 1 ? given : throw ApiException.Invalid("Expected 'largest_share' above 0 and at most 1.", "largest_share", "out_of_range");
        var retriever = new Retriever(memory.Of(tenant), selector, new RetrievalOptions
        {
            Count = Field.Whole("count", request.Count, Math.Min(options.Tuning.Count, limits.Count), 1, limits.Count),
            Candidates = Field.Whole("candidates", request.Candidates, options.Tuning.Candidates, 1, limits.Candidates),
            Noise = Field.Positive("lambda", request.Lambda), Stopping = Field.Positive("alpha", request.Alpha), StopUncertainty = Field.Positive("stop_uncertainty", request.StopUncertainty),
            Distinct = request.Distinct ?? false, LargestShare = share ?? options.Tuning.LargestShare,
        });
        var found = retriever.Retrieve(prompts, clock, cancellationToken);
        var texts = request.Texts ?? true;
        return new SelectReply
        {
            Method = selector.Name, UncertaintyBefore = Math.Sqrt(found.Selection.Prior), Uncertainty = Deviations(found.Selection), MemorySnapshot = found.Candidates.Snapshot, Timing = clock.Seconds,
            Selected = [.. found.Picks.Select(pick => new TuningPick(pick.Id, pick.Document, pick.Score, pick.Uncertainty, texts ? pick.Text : null))],
        };
    }

    private static ReadOnlyMemory<float>[] Rows(string name, IReadOnlyList<float[]>? rows) => [.. Field.Some(name, rows, int.MaxValue).Select(row => (ReadOnlyMemory<float>)row)];

    private static double[] Deviations(SelectionResult picks) => [.. picks.Objective.Select(objective => Math.Sqrt(Math.Max(0, objective)))];
}
