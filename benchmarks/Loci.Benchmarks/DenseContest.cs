using System.Diagnostics;
using Loci.Indexing.Dense;

namespace Loci.Benchmarks;

/// <summary>The dense searches of the library over the same rows, each by a name, so that they and others can have turns.</summary>
internal sealed class DenseContest
{
    private readonly ReadOnlyMemory<float> _values;
    private readonly float[][] _queries;
    private readonly FloatRows _float;
    private readonly CompactRows _compact;
    private readonly DenseSearchOptions _options;

    /// <summary>Prepares; quantises the rows.</summary>
    public DenseContest(ReadOnlyMemory<float> values, float[][] queries, int count, int threads)
    {
        (_values, _queries, _options) = (values, queries, new DenseSearchOptions { Count = count, Threads = threads });
        _float = FloatRows.Empty(queries[0].Length).Append(values);
        long began = Stopwatch.GetTimestamp();
        _compact = CompactRows.Empty(queries[0].Length).Append(_float);
        QuantisingSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>What there is to take turns.</summary>
    public static IReadOnlyList<string> Names { get; } = ["read", "float", "compact", "float batch", "compact batch"];

    /// <summary>How long the rows took to become codes.</summary>
    public double QuantisingSeconds { get; }

    /// <summary>Runs one: milliseconds, the rows found for each query (none for a plain read), and how many were read exactly for a query on average.</summary>
    public DenseTurn Run(string name)
    {
        long began = Stopwatch.GetTimestamp();
        NearestRows[] found = name switch
        {
            "read" => Read(),
            "float" => [_float.Nearest(_queries[..1], _options)],
            "compact" => [_compact.Nearest(_queries[..1], _float, _options)],
            "float batch" => _float.NearestEach(_queries, _options),
            "compact batch" => _compact.NearestEach(_queries, _float, _options),
            _ => throw new InvalidInputException($"There is no search '{name}'; there are {string.Join(", ", Names)}."),
        };
        double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return new DenseTurn(milliseconds, [.. found.Select(one => one.Rows.Select(row => row.Row).ToArray())], found.Length == 0 ? 0 : found.Average(one => one.Reranked));
    }

    private NearestRows[] Read()
    {
        GC.KeepAlive(PlainRead.Sum(_values, _options.Threads));
        return [];
    }
}
