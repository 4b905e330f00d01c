using System.Diagnostics;
using System.Globalization;
using Loci.Embedding;
using Loci.Memories;

namespace Loci.Benchmarks;

/// <summary>
/// A memory in a folder as it grows: at each size what additions, openings and searches take, and how much room. Chunks come with made-up vectors, so that no
/// embedder's time is in the figures.
/// </summary>
internal sealed class MemoryGrowth(IEmbedder embedder, string folder, int queries, TextWriter output)
{
    private const int Batch = 1000;
    private const int Nearest = 200;

    private readonly int _dimensions = embedder.Parts[0].Dimensions;
    private readonly Features[] _queries = [.. SyntheticRows.Random(queries, embedder.Parts[0].Dimensions, seed: -1).Chunk(embedder.Parts[0].Dimensions).Select(vector => new Features([vector], [null]))];
    private int _made;

    /// <summary>Grows the memory to each of some sizes, ascending, and writes a row of a table for each.</summary>
    public async Task RunAsync(IReadOnlyList<int> sizes, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("| chunks | added a second | of the first | opening, ms | first search, s | again, s | search p50, ms | p99, ms | after 1,000 more, ms | after forgetting one, ms | memory.db, MB | index, MB | resident, MB |");
        await output.WriteLineAsync("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        var first = 0.0;
        foreach (int size in sizes)
        {
            double rate;
            using (Memory memory = await Memory.OpenAsync(folder, embedder, new MemoryOptions { Create = true }, cancellationToken))
            {
                rate = await GrowAsync(memory, size, cancellationToken);
            }
            first = first == 0 ? rate : first;
            string measured = await MeasureAsync(cancellationToken);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {rate:N0} | {rate / first:0.00} {measured} |"));
            await output.FlushAsync(cancellationToken);
        }
    }

    private async Task<double> GrowAsync(Memory memory, int size, CancellationToken cancellationToken)
    {
        var (before, spent) = (_made, TimeSpan.Zero);
        while (_made < size)
        {
            ChunkedDocument[] batch = Documents(Math.Min(Batch, size - _made));
            long start = Stopwatch.GetTimestamp();
            await memory.AddManyAsync(batch, cancellationToken);
            spent += Stopwatch.GetElapsedTime(start);
        }
        return (_made - before) / spent.TotalSeconds;
    }

    private async Task<string> MeasureAsync(CancellationToken cancellationToken)
    {
        (double _, double built) = await FirstSearchAsync(cancellationToken);
        (double opening, double read) = await FirstSearchAsync(cancellationToken);
        using Memory memory = await Memory.OpenAsync(folder, embedder, cancellationToken: cancellationToken);
        Search(memory, 0, cancellationToken);
        double[] times = [.. Enumerable.Range(0, queries).Select(q => Search(memory, q, cancellationToken)).Order()];
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long resident = Process.GetCurrentProcess().WorkingSet64;
        await memory.AddManyAsync(Documents(Batch), cancellationToken);
        double grown = Search(memory, 0, cancellationToken);
        await memory.ForgetAsync(new DocumentFilter { Ids = [1 + _made / 2] }, cancellationToken);
        double shrunk = Search(memory, 0, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {opening:0.0} | {built / 1000:0.00} | {read / 1000:0.00} | {times[times.Length / 2]:0.0} | {times[times.Length * 99 / 100]:0.0} | {grown:0} | {shrunk:0} | {Megabytes(folder, "memory.db*"):N0} | {Megabytes(Path.Combine(folder, "derived"), "*"):N0} | {resident / 1e6:N0}");
    }

    /// <summary>Milliseconds that opening takes, and the first search, which reads the index or makes it.</summary>
    private async Task<(double Opening, double Search)> FirstSearchAsync(CancellationToken cancellationToken)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        using Memory memory = await Memory.OpenAsync(folder, embedder, cancellationToken: cancellationToken);
        double opening = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (opening, Search(memory, 0, cancellationToken));
    }

    private double Search(Memory memory, int query, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        memory.Search([_queries[query]], new SearchOptions { Count = Nearest }, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The next documents, of one chunk of some 200 characters each.</summary>
    private ChunkedDocument[] Documents(int count)
    {
        float[][] vectors = [.. SyntheticRows.Random(count, _dimensions, seed: _made / Batch).Chunk(_dimensions)];
        var random = new Random(_made);
        return [.. vectors.Select(vector =>
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{_made++}: {string.Join(' ', Enumerable.Range(0, 35).Select(_ => random.Next(100_000)))}");
            return new ChunkedDocument(new DocumentRecord("made up", text), [new Chunk(text, 50) { Features = new Features([vector], [null]) }]);
        })];
    }

    private static double Megabytes(string folder, string pattern) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles(pattern).Sum(file => file.Length) / 1e6 : 0;
}
