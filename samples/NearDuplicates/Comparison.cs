using System.Text;
using Loci.Embedding;
using Loci.Learning;
using Loci.Memories;
using Loci.Selection;
using Loci.Selection.Rules;

namespace Loci.Samples.NearDuplicates;

/// <summary>The sample itself: the notes go into a memory, and two rules pick from the same candidates for the same prompt.</summary>
public static class Comparison
{
    private const int Count = 5;
    private const int Width = 52;

    private static readonly RetrievalOptions Options = new() { Candidates = 20, Count = Count, Distinct = true };

    /// <summary>The notes that nearest neighbours and SIFT pick, in their order. The memory lives in <paramref name="folder"/>, which must not exist yet.</summary>
    public static async Task<(Note[] Nearest, Note[] Sift)> PickAsync(string folder, CancellationToken cancellationToken = default)
    {
        using var embedder = new LexicalEmbedder();
        using Memory memory = await Memory.OpenAsync(folder, embedder, new MemoryOptions { Create = true }, cancellationToken);
        await memory.AddManyAsync([.. Notes.All.Select(note => new ChunkedDocument(new DocumentRecord(note.Id, note.Text), [new Chunk(note.Text, TokenCount: 0)]))], cancellationToken);
        return (Pick(memory, new NearestNeighbors(), cancellationToken), Pick(memory, new Sift(), cancellationToken));
    }

    /// <summary>How many of the picks say what an earlier pick has said.</summary>
    public static int Duplicates(IReadOnlyList<Note> picks) => picks.Count - picks.DistinctBy(note => note.Says).Count();

    /// <summary>What the program prints.</summary>
    public static async Task<string> RunAsync(string folder, CancellationToken cancellationToken = default)
    {
        (Note[] nearest, Note[] sift) = await PickAsync(folder, cancellationToken);
        var page = new StringBuilder($"Prompt: {Notes.Prompt}\n\n");
        page.Append($"    {"nearest neighbours",-Width}   SIFT\n");
        for (int n = 0; n < Count; n++)
        {
            page.Append($"{n + 1}   {Cell(nearest, n),-Width}   {Cell(sift, n).TrimEnd()}\n");
        }
        page.Append($"\n=n says what pick n has said. Nearest neighbours: {Duplicates(nearest)} of {Count} picks; SIFT: {Duplicates(sift)}.\n");
        return page.ToString();
    }

    private static Note[] Pick(Memory memory, ISelector selector, CancellationToken cancellationToken)
    {
        Retrieved retrieved = new Retriever(memory, selector, Options).Retrieve(Notes.Prompt, new StageClock(TimeProvider.System), cancellationToken);
        return [.. retrieved.Picks.Select(pick => Notes.All.Single(note => note.Id == pick.Document))];
    }

    private static string Cell(Note[] picks, int n)
    {
        int earlier = Array.FindIndex(picks, note => note.Says == picks[n].Says);
        string mark = earlier < n ? $"={earlier + 1} " : "   ";
        string line = $"{mark}{picks[n].Id}: {picks[n].Text}";
        return line.Length <= Width ? line : line[..(Width - 1)] + "…";
    }
}
