using System.Text.Json.Nodes;

namespace Loci.Server.Load.Requests;

/// <summary>The sources of all documents of a tenant.</summary>
internal static class Sources
{
    /// <summary>Reads them, page by page.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(HttpClient client)
    {
        var sources = new List<string>();
        for (long last = 0; ;)
        {
            var page = JsonNode.Parse(await client.GetStringAsync($"/v1/memory/documents?limit=1000&after={last}"))!;
            var documents = page["data"]!.AsArray();
            sources.AddRange(documents.SelectMany(document => document!["copies"]!.AsArray().Prepend(document["source"])).Select(source => source!.GetValue<string>()));
            if (!page["has_more"]!.GetValue<bool>()) return sources;
            last = documents[^1]!["id"]!.GetValue<long>();
        }
    }
}
