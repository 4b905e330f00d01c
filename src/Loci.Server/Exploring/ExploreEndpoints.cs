using Loci.Learning;
using Loci.Memories;
using Loci.Selection;
using Loci.Selection.Scaling;
using Loci.Server.Asking;
using Loci.Server.Endpoints;
using Loci.Server.Remembering;
using Loci.Server.Scheduling;
using Loci.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loci.Server.Exploring;

/// <summary><c>/v1/tuning/explore</c>: the candidates for a prompt as a map, with the picks of several rules. Nothing is learnt, and no engine is asked.</summary>
internal static class ExploreEndpoints
{
    private static readonly string[] Shown = ["sift", "nn"];

    public static void MapExplore(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/tuning/explore", ExploreAsync).WithTags("tuning").WithSummary("The candidates for a prompt as a map, and what rules pick of them.").Accepts<ExploreRequest>("application/json").Produces<ExploreReply>().ProducesErrors();

    private static async Task ExploreAsync(HttpContext context, MemoryService memory, BoundedWork work, LociOptions options, TimeProvider time)
    {
        var request = (await RequestBody<ExploreRequest>.ReadAsync(context, ExploreJson.Wire.ExploreRequest, options.Limits.BodyBytes).ConfigureAwait(false)).Value;
        Field.NoneUnknown("", request.Unknown);
        var of = memory.Of(Caller.TenantOf(context));
        var prompt = Field.Text("prompt", request.Prompt);
        var candidates = Field.Whole("candidates", request.Candidates, options.Tuning.Candidates, 1, options.Limits.Candidates);
        var selection = new SelectionOptions
        {
            Count = Field.Whole("count", request.Count, options.Tuning.Count, 1, options.Limits.Count), Noise = Field.Positive("lambda", request.Lambda) ?? of.Embedder.Noise,
        };
        ISelector[] rules = [.. Field.Some("rules", request.Rules ?? Shown, Selectors.Names.Count).Select(name => Selectors.Create(name))];
        var clock = new StageClock(time);
        var reply = await work.RunAsync(stop => Explore(of, prompt, candidates, selection, options.Tuning.LargestShare, rules, clock, stop), context.RequestAborted).ConfigureAwait(false);
        await Reply.WriteAsync(context, reply, ExploreJson.Wire.ExploreReply).ConfigureAwait(false);
    }

    private static ExploreReply Explore(IMemory memory, string prompt, int count, SelectionOptions selection, double? share, ISelector[] rules, StageClock clock, CancellationToken cancellationToken)
    {
        var features = clock.Time("embed", () => memory.Embedder.Embed([prompt], cancellationToken));
        var found = clock.Time("search", () => memory.Search(features, new SearchOptions { Count = count }, cancellationToken));
        var kernel = CandidateKernels.Of(found);
        var bounded = selection with { Group = candidate => found.Documents[candidate].Id, MostPerGroup = share is { } part ? (int)Math.Max(1, part * selection.Count) : null };
        var picks = clock.Time("select", () => rules.Select(rule => (rule.Name, Result: rule.Select(kernel, bounded, cancellationToken))).ToArray());
        var map = clock.Time("map", () => ClassicalScaling.Map(kernel, cancellationToken));
        return new ExploreReply
        {
            Lambda = selection.Noise,
            UncertaintyBefore = Math.Sqrt(picks[0].Result.Prior),
            Query = new ExplorePoint(map.Targets[0].X, map.Targets[0].Y),
            Candidates = [.. map.Candidates.Select((place, i) => new ExploreCandidate(found.Chunks[i], found.Documents[i].Source, found.Ordinals[i], found.Scores[i], place.X, place.Y))],
            SpreadShown = map.Share,
            Rules = [.. picks.Select(rule => new ExplorePicks(rule.Name, rule.Result.Indices, [.. rule.Result.Objective.Select(objective => Math.Sqrt(Math.Max(0, objective)))]))],
            MemorySnapshot = found.Snapshot,
            Timing = clock.Seconds,
        };
    }
}
