using Loci.Embedding;

namespace Loci.Tests.Memories;

/// <summary>The oracle: every cosine in float64 from the definition, nothing shared with the memory.</summary>
internal sealed class NaiveSearch(IEmbedder embedder, IReadOnlyList<string> chunks)
{
    private readonly IReadOnlyList<Features> _chunks = embedder.Embed(chunks);

    /// <summary>k of two texts under the statistics of the chunks.</summary>
    public double Kernel(string one, string other)
    {
        var features = embedder.Embed([one, other]);
        var sum = 0.0;
        for (var p = 0; p < embedder.Parts.Count; p++)
        {
            var (a, b) = (Vector(features[0], p), Vector(features[1], p));
            var dot = a.Sum(pair => pair.Value * b.GetValueOrDefault(pair.Key));
            var norms = Math.Sqrt(a.Values.Sum(v => v * v) * b.Values.Sum(v => v * v));
            sum += norms == 0 ? 0 : embedder.Parts[p].Weight * dot / norms;
        }
        return sum;
    }

    /// <summary>What the memory ranks by, for every chunk.</summary>
    public double[] Scores(IReadOnlyList<string> queries) => [.. chunks.Select(chunk => queries.Count == 1
        ? Math.Abs(Kernel(queries[0], chunk))
        : queries.Sum(query => Math.Pow(Kernel(query, chunk), 2)))];

    private Dictionary<uint, double> Vector(Features features, int part)
    {
        if (features.Dense[part] is { } dense)
            return dense.Select((value, i) => ((uint)i, (double)value)).ToDictionary();
        var terms = features.Terms[part]!;
        return terms.Terms.Zip(terms.Counts).ToDictionary(pair => pair.First, pair => (1 + Math.Log(pair.Second)) * Idf(pair.First, part));
    }

    private double Idf(uint term, int part) =>
        Math.Log((1.0 + chunks.Count) / (1.0 + _chunks.Count(features => features.Terms[part]!.Terms.Contains(term)))) + 1;
}
