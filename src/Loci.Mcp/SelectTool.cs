using System.ComponentModel;
using Loci.Learning;
using Loci.Memories;
using Loci.Selection.Rules;
using ModelContextProtocol.Server;

namespace Loci.Mcp;

/// <summary>The tool <c>select</c>: what a memory holds that tells most about a prompt. Safe to share between threads.</summary>
/// <param name="memory">Where passages come from.</param>
/// <param name="options">How they are found and picked.</param>
internal sealed class SelectTool(IMemory memory, LociToolOptions options)
{
    /// <summary>Selects passages.</summary>
    [McpServerTool(Name = "select", Title = "Select passages", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Selects the passages of the memory that together tell most about a prompt: relevant, and not the same thing twice. Fewer come where the memory holds fewer.")]
    public Task<Selected> SelectAsync(
        [Description("The text to find passages for: a question, or the beginning of a text.")] string prompt,
        [Description("The most passages to select.")] int count = 5,
        CancellationToken cancellationToken = default) =>
        ToolErrors.HoldAsync(() => Task.Run(() => Select(prompt, count, cancellationToken), cancellationToken));

    private Selected Select(string prompt, int count, CancellationToken cancellationToken)
    {
        Prompts.Hold(prompt);
        if (count < 1 || count > options.MostPassages) throw new InvalidInputException($"count: expected a number between 1 and {options.MostPassages}, found {count}.");
        var retrieval = options.Retrieval with { Count = count, Candidates = Math.Max(count, options.Retrieval.Candidates) };
        var retrieved = new Retriever(memory, new Sift(), retrieval).Retrieve(prompt, new StageClock(options.Time), cancellationToken);
        var passages = Passage.Of(retrieved.Picks);
        var prior = Math.Sqrt(retrieved.Selection.Prior);
        return new Selected(passages, prior, passages is [.., var last] ? last.Uncertainty : prior);
    }
}
