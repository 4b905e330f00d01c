using Loci.Ingest;
using Loci.Memories;
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

/// <summary><c>/v1/memory</c>: what the memory holds, adding, searching, listing, forgetting; each tenant's own part alone.</summary>
internal static class MemoryEndpoints
{
    public static void MapMemory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/memory", DescribeAsync).WithTags("memory").WithSummary("What the memory holds.").Produces<MemoryInfoReply>().ProducesErrors();
        routes.MapGet("/v1/memory/documents", ListAsync).WithTags("memory").WithSummary("The documents, in the order they were added.").Produces<MemoryDocumentList>().ProducesErrors();
        routes.MapPost("/v1/memory/documents", AddAsync).WithTags("memory").WithSummary("Remember documents, all or none.").Accepts<MemoryAddRequest>("application/json").Produces<MemoryAddReply>().ProducesErrors();
        routes.MapDelete("/v1/memory/documents/{id:long}", DeleteAsync).WithTags("memory").WithSummary("Forget a document.").Produces<MemoryForgetReply>().ProducesErrors();
        routes.MapPost("/v1/memory/forget", ForgetAsync).WithTags("memory").WithSummary("Forget documents by what they are.").Accepts<MemoryForgetRequest>("application/json").Produces<MemoryForgetReply>().ProducesErrors();
        routes.MapPost("/v1/memory/search", SearchAsync).WithTags("memory").WithSummary("The chunks nearest to a text.").Accepts<MemorySearchRequest>("application/json").Produces<MemorySearchReply>().ProducesErrors();
    }

    private static async Task DescribeAsync(HttpContext context, MemoryService memory, BoundedWork work, LociOptions options)
    {
        var of = memory.Of(Caller.TenantOf(context));
        var info = await work.RunAsync(_ => of.Describe(), context.RequestAborted).ConfigureAwait(false);
        await Reply.WriteAsync(context, new MemoryInfoReply(options.MemoryName, info.Documents, info.Chunks, info.Bytes, info.Embedder, info.Revision), ProtocolJson.Wire.MemoryInfoReply).ConfigureAwait(false);
    }

    private static async Task ListAsync(HttpContext context, string? source_prefix, long? after, int? limit, MemoryService memory, BoundedWork work, LociOptions options)
    {
        var of = memory.Of(Caller.TenantOf(context));
        var most = Field.Whole("limit", limit, Math.Min(100, options.Limits.Page), 1, options.Limits.Page);
        var filter = new DocumentFilter { SourcePrefix = source_prefix, Where = after is { } last ? document => document.Id > last : null };
        var documents = await work.RunAsync(stop => of.Documents(filter, stop), context.RequestAborted).ConfigureAwait(false);
        var page = documents.Take(most).Select(document => new MemoryDocumentEntry(document.Id, document.Source, document.Bytes, document.Added.ToUnixTimeSeconds(), document.Meta, document.Copies));
        await Reply.WriteAsync(context, new MemoryDocumentList([.. page], documents.Count > most), ProtocolJson.Wire.MemoryDocumentList).ConfigureAwait(false);
    }

    private static async Task AddAsync(HttpContext context, MemoryService memory, LociOptions options)
    {
        var request = (await RequestBody<MemoryAddRequest>.ReadAsync(context, ProtocolJson.Wire.MemoryAddRequest, options.Limits.BodyBytes).ConfigureAwait(false)).Value;
        var documents = Field.Some("documents", request.Documents, options.Limits.Texts).Select((document, i) => Document(document, $"documents[{i}]")).ToArray();
        var (added, known, chunks) = await memory.AddAsync(Caller.TenantOf(context), documents, context.RequestAborted).ConfigureAwait(false);
        await Reply.WriteAsync(context, new MemoryAddReply(added, known, chunks), ProtocolJson.Wire.MemoryAddReply).ConfigureAwait(false);
    }

    private static SourceDocument Document(MemoryDocument document, string name)
    {
        if (document.Meta?.Keys.FirstOrDefault(key => key.StartsWith(MemoryService.OwnMeta, StringComparison.Ordinal)) is { } own)
            throw ApiException.Invalid($"Names in '{name}.meta' that begin with '{MemoryService.OwnMeta}' are the server's own, found '{ApiException.Quote(own)}'.", $"{name}.meta", "invalid_value");
        if (document.Meta?.Any(entry => entry.Value is null) is true) throw ApiException.Invalid($"Expected texts in '{name}.meta', found null.", $"{name}.meta", "invalid_type");
        return new SourceDocument(Field.Text($"{name}.source", document.Source), Field.Text($"{name}.text", document.Text), document.Meta) { Replaces = document.Replaces ?? false };
    }

    private static async Task DeleteAsync(HttpContext context, long id, MemoryService memory)
    {
        var forgotten = await memory.ForgetAsync(Caller.TenantOf(context), new DocumentFilter { Ids = [id] }, context.RequestAborted).ConfigureAwait(false);
        if (forgotten == 0) throw ApiException.NotFound("There is no document of that number.", "document_not_found");
        await Reply.WriteAsync(context, new MemoryForgetReply(forgotten), ProtocolJson.Wire.MemoryForgetReply).ConfigureAwait(false);
    }

    private static async Task ForgetAsync(HttpContext context, MemoryService memory, LociOptions options)
    {
        var request = (await RequestBody<MemoryForgetRequest>.ReadAsync(context, ProtocolJson.Wire.MemoryForgetRequest, options.Limits.BodyBytes).ConfigureAwait(false)).Value;
        if (request is { Ids: null, Sources: null, SourcePrefix: null or "", Meta: null or { Count: 0 } })
            throw ApiException.Invalid("Expected 'ids', 'sources', 'source_prefix' or 'meta' to say what is to be forgotten, found none of them.", "ids", "missing");
        if (request.Sources?.Any(source => source is null) is true) throw ApiException.Invalid("Expected texts in 'sources', found null among them.", "sources", "invalid_type");
        var filter = new DocumentFilter { Ids = request.Ids, Sources = request.Sources, SourcePrefix = request.SourcePrefix, Meta = request.Meta };
        var forgotten = await memory.ForgetAsync(Caller.TenantOf(context), filter, context.RequestAborted).ConfigureAwait(false);
        await Reply.WriteAsync(context, new MemoryForgetReply(forgotten), ProtocolJson.Wire.MemoryForgetReply).ConfigureAwait(false);
    }

    private static async Task SearchAsync(HttpContext context, MemoryService memory, BoundedWork work, LociOptions options)
    {
        var request = (await RequestBody<MemorySearchRequest>.ReadAsync(context, ProtocolJson.Wire.MemorySearchRequest, options.Limits.BodyBytes).ConfigureAwait(false)).Value;
        var of = memory.Of(Caller.TenantOf(context));
        var query = Field.Text("query", request.Query);
        var search = new SearchOptions
        {
            Count = Field.Whole("count", request.Count, 10, 1, options.Limits.Candidates),
            Documents = request.SourcePrefix is { Length: > 0 } prefix ? new DocumentFilter { SourcePrefix = prefix } : null,
        };
        var found = await work.RunAsync(stop => of.Search(of.Embedder.Embed([query], stop), search, stop), context.RequestAborted).ConfigureAwait(false);
        var hits = Enumerable.Range(0, found.Count).Select(i => new MemoryHit(found.Chunks[i], found.Documents[i].Id, found.Documents[i].Source, found.Ordinals[i], found.Scores[i], found.Texts[i]));
        await Reply.WriteAsync(context, new MemorySearchReply([.. hits], found.Snapshot), ProtocolJson.Wire.MemorySearchReply).ConfigureAwait(false);
    }
}
