using Loci.Embedding;
using Loci.Memories;
using Loci.Selection;

namespace Loci.Learning;

/// <summary>
/// The first half of the method: embed the prompt, find the K nearest chunks, pick N of them. Safe to share between threads.
/// </summary>
/// <param name="memory">Where chunks come from; stays the caller's.</param>
/// <param name="selector">The rule that picks.</param>
/// <param name="options">K, N, λ and α.</param>
public sealed class Retriever(IMemory memory, ISelector selector, RetrievalOptions options)
{
    /// <summary>The rule that picks.</summary>
    public ISelector Selector => selector;

    /// <summary>Finds and picks chunks for a prompt.</summary>
    /// <param name="prompt">The text to learn for.</param>
    /// <param name="stages">Receives the seconds of <c>embed</c>, <c>search</c> and <c>select</c>.</param>
    /// <param name="cancellationToken">Checked between and within the stages.</param>
    public Retrieved Retrieve(string prompt, StageClock stages, CancellationToken cancellationToken = default) =>
        Retrieve([prompt], stages, cancellationToken);

    /// <summary>Finds and picks chunks for a task described by several texts, which are its targets.</summary>
    /// <param name="prompts">The texts, at least one.</param>
    /// <param name="stages">As for one prompt.</param>
    /// <param name="cancellationToken">Checked between and within the stages.</param>
    public Retrieved Retrieve(IReadOnlyList<string> prompts, StageClock stages, CancellationToken cancellationToken = default)
    {
        var search = new SearchOptions { Count = options.Candidates, Filter = options.Filter };
        var features = stages.Time("embed", () => memory.Embedder.Embed(prompts, cancellationToken));
        var candidates = stages.Time("search", () => memory.Search(features, search, cancellationToken));
        var selection = stages.Time("select", () => selector.Select(CandidateKernels.Of(candidates), Rules(memory.Embedder, candidates), cancellationToken));
        return new Retrieved(candidates, Enough(selection));
    }

    /// <summary>The picks up to the first that leaves little enough uncertainty.</summary>
    private SelectionResult Enough(SelectionResult selection)
    {
        var last = options.StopUncertainty is { } little ? Array.FindIndex(selection.Objective, objective => Math.Sqrt(Math.Max(0, objective)) <= little) : -1;
        return last < 0 ? selection : selection with { Indices = selection.Indices[..(last + 1)], Objective = selection.Objective[..(last + 1)] };
    }

    private SelectionOptions Rules(IEmbedder embedder, Candidates candidates) => new()
    {
        Group = candidate => candidates.Documents[candidate].Id,
        MostPerGroup = options.LargestShare is { } share ? (int)Math.Max(1, share * options.Count) : null,
        Count = options.Count,
        Noise = options.Noise ?? embedder.Noise,
        Stopping = options.Stopping,
        Distinct = options.Distinct,
    };
}
