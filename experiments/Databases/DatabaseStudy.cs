using System.Diagnostics;
using System.Globalization;
using Loci.Embedding;
using Loci.Memories;
using Loci.Postgres;

namespace Loci.Experiments;

/// <summary>Adds the same chunks to a memory for each way of searching and asks the same queries. Vectors lie around 200 centres, as embeddings of text do.</summary>
internal sealed class DatabaseStudy(string address, int chunks, int dimensions)
{
    private const int Queries = 30;
    private const int Nearest = 200;

    private readonly Random _random = new(1);
    private int _memories;
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        float[][] centres = [.. Enumerable.Range(0, 200).Select(_ => Direction(null))];
        ChunkedDocument[] documents = [.. Enumerable.Range(0, chunks).Chunk(10).Select((some, d) => new ChunkedDocument(
            new DocumentRecord("source", FormattableString.Invariant($"document {d}")),
            [.. some.Select(i => new Chunk(FormattableString.Invariant($"The text of chunk {i}."), 6) { Features = new Features([Direction(centres[_random.Next(200)])], [null]) })]))];
        Features[] queries = [.. Enumerable.Range(0, Queries).Select(_ => new Features([Direction(centres[_random.Next(200)])], [null]))];
        await output.WriteLineAsync($"{chunks} chunks of {dimensions} dimensions, the {Nearest} nearest of {Queries} queries");
        await output.WriteLineAsync("| search | chunks added a second | made ready, s | ms a query, median | recall |\n| --- | --- | --- | --- | --- |");
        IReadOnlyList<HashSet<string>>? truth = null;
        foreach (var (name, options) in Ways())
        {
            try
            {
                truth = await MeasureAsync(output, name, options, documents, queries, truth, cancellationToken);
            }
            catch (InvalidInputException e)
            {
                await output.WriteLineAsync($"| {name} | {e.Message} |");
            }
        }
    }

    private static IEnumerable<(string Name, PostgresOptions Options)> Ways()
    {
        yield return ("local", new PostgresOptions { Search = VectorSearch.Local });
        foreach (var half in (bool[])[false, true])
        {
            var server = new PostgresOptions { Search = VectorSearch.Server, HalfPrecision = half };
            yield return (half ? "server, exact, halfvec" : "server, exact", server);
            yield return (half ? "server, graph, halfvec, ef 200" : "server, graph, ef 200", server with { Index = VectorIndex.Hnsw, EfSearch = 200 });
        }
    }

    private async Task<IReadOnlyList<HashSet<string>>> MeasureAsync(
        TextWriter output, string name, PostgresOptions options, ChunkedDocument[] documents, Features[] queries, IReadOnlyList<HashSet<string>>? truth, CancellationToken cancellationToken)
    {
        using var embedder = new GivenVectors(dimensions);
        var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var place = FormattableString.Invariant($"{address}{separator}memory=experiment_{_run}_{_memories++}");
        var adding = Stopwatch.StartNew();
        using (var memory = await PostgresMemory.OpenAsync(place, embedder, options with { Index = VectorIndex.Exact, Memory = new MemoryOptions { Create = true } }, cancellationToken))
        {
            adding.Restart();
            foreach (var batch in documents.Chunk(50))
                await memory.AddManyAsync(batch, cancellationToken);
            adding.Stop();
        }
        var ready = Stopwatch.StartNew();
        using var opened = await PostgresMemory.OpenAsync(place, embedder, options, cancellationToken);
        opened.Search([queries[0]], new SearchOptions { Count = 1 }, cancellationToken);
        ready.Stop();
        var (times, found) = (new List<double>(), new List<HashSet<string>>());
        foreach (var query in queries)
        {
            var start = Stopwatch.GetTimestamp();
            found.Add(opened.Search([query], new SearchOptions { Count = Nearest }, cancellationToken).Texts.ToHashSet(StringComparer.Ordinal));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        truth ??= found;
        var recall = found.Zip(truth).Average(pair => (double)pair.First.Intersect(pair.Second, StringComparer.Ordinal).Count() / pair.Second.Count);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {chunks / adding.Elapsed.TotalSeconds:0} | {ready.Elapsed.TotalSeconds:0.0} | {times.Order().ElementAt(times.Count / 2):0.0} | {recall:0.000} |"));
        return truth;
    }

    private float[] Direction(float[]? centre)
    {
        double[] vector = [.. Enumerable.Range(0, dimensions).Select(i => _random.NextDouble() + _random.NextDouble() - 1 + (centre is null ? 0 : 10 * centre[i]))];
        var norm = Math.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => (float)(value / norm));
    }
}
