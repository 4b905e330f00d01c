using System.Globalization;
using Loci.Embedding;
using Loci.Indexing.Dense;
using Loci.Memories;
using Loci.Memories.Storage;
using Loci.Postgres.Reading;
using Loci.Postgres.Schema;

namespace Loci.Postgres.Vectors;

/// <summary>
/// Ranks by the server: it names candidates by inner products in its own precision, and they are scored again here from the features as they were stored.
/// Without a graph more candidates are fetched until none that was not fetched can belong to the best, by a bound of the server's rounding: the answer is that of
/// a local search.
/// </summary>
internal sealed class VectorRanking
{
    private const int MostEf = 1000;

    private readonly PostgresDatabase _database;
    private readonly PgVector _extension;
    private readonly PostgresSnapshot _snapshot;
    private readonly FeaturePart _part;
    private readonly VectorColumn _column;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Ranks within a snapshot.</summary>
    public VectorRanking(PostgresDatabase database, PgVector extension, PostgresSnapshot snapshot, FeaturePart part, CancellationToken cancellationToken)
    {
        (_database, _extension, _snapshot, _part, _cancellationToken) = (database, extension, snapshot, part, cancellationToken);
        _column = new VectorColumn(database, snapshot.Stored);
    }

    /// <summary>The best chunks by comparing all vectors; exact.</summary>
    public IReadOnlyList<(ChunkRow Row, double Score)> Exact(IReadOnlyList<float[]> queries, int count, DocumentFilter? allowed)
    {
        var error = Error(queries.Count);
        for (var fetch = checked(count + Math.Max(32, count / 4)); ; fetch = checked(fetch * 4))
        {
            var named = Named(queries, fetch, allowed);
            var best = Score(queries, count, [.. named.Select(row => row.Chunk)]);
            // Nothing that was left behind scores more than the last one fetched, but for rounding.
            if (named.Count < fetch || best[^1].Score > named[^1].Score + error || fetch > 64L * count + 4096)
                return best;
        }
    }

    /// <summary>The best chunks that the graph leads to from each query and its opposite, since |k| counts.</summary>
    public IReadOnlyList<(ChunkRow Row, double Score)> ByGraph(IReadOnlyList<float[]> queries, int count, int ef, DocumentFilter? allowed)
    {
        _snapshot.Connection.Execute(string.Create(CultureInfo.InvariantCulture, $"SET LOCAL hnsw.ef_search = {Math.Clamp(ef, Math.Min(count, MostEf), MostEf)}"));
        if (_extension.Iterates)
            _snapshot.Connection.Execute("SET LOCAL hnsw.iterative_scan = strict_order");
        var named = new HashSet<long>();
        foreach (var query in queries)
        {
            foreach (var opposite in (bool[])[false, true])
            {
                var conditions = new FilterConditions();
                var where = Where(conditions, allowed);
                var sql = $"SELECT v.chunk FROM {_database.Vectors(_snapshot.Settings.Generation)} AS v WHERE {where}"
                    + $" ORDER BY v.vector {_extension.NegativeInner} {conditions.Value(_column.Query(query, opposite))} LIMIT {conditions.Value(count)}";
                named.UnionWith(Run(sql, conditions, reader => reader.GetInt64(0)));
            }
        }
        return Score(queries, count, [.. named]);
    }

    private List<(long Chunk, double Score)> Named(IReadOnlyList<float[]> queries, int fetch, DocumentFilter? allowed)
    {
        var conditions = new FilterConditions();
        var where = Where(conditions, allowed);
        string[] products = [.. queries.Select(query => $"(v.vector {_extension.NegativeInner} {conditions.Value(_column.Query(query, opposite: false))})")];
        var score = products is [var one] ? $"abs({one})" : string.Join(" + ", products.Select(product => $"{product} * {product}"));
        var sql = $"SELECT v.chunk, {score} AS score FROM {_database.Vectors(_snapshot.Settings.Generation)} AS v WHERE {where}"
            + $" ORDER BY score DESC, v.chunk LIMIT {conditions.Value(fetch)}";
        var scale = products.Length == 1 ? _part.Weight : _part.Weight * _part.Weight;
        return Run(sql, conditions, reader => (reader.GetInt64(0), scale * reader.GetDouble(1)));
    }

    private string Where(FilterConditions conditions, DocumentFilter? allowed)
    {
        var tenant = $"v.tenant = {conditions.Value(_snapshot.Tenant)}";
        if (allowed is null)
            return tenant;
        if (FilterConditions.AreExact(allowed))
            return $"{tenant} AND v.document IN (SELECT d.id FROM {_database.Schema}.documents AS d WHERE {conditions.Of(_database.Schema, _snapshot.Tenant, allowed)})";
        return $"{tenant} AND v.document = ANY({conditions.Value(_snapshot.Documents(allowed).Select(document => document.Id).ToArray())})";
    }

    private List<T> Run<T>(string sql, FilterConditions conditions, Func<Npgsql.NpgsqlDataReader, T> read)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        using var command = _snapshot.Connection.Command(sql, conditions.Values);
        using var registration = _cancellationToken.Register(command.Cancel);
        try
        {
            return command.Rows(read);
        }
        catch (OperationCanceledException)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private IReadOnlyList<(ChunkRow Row, double Score)> Score(IReadOnlyList<float[]> queries, int count, IReadOnlyList<long> chunks)
    {
        double[][] wide = [.. queries.Select(query => ExactProduct.Widen(query))];
        return
        [
            .. _snapshot.Chunks(chunks).Select(row => (Row: row, Score: Score(wide, row.Features.Dense[0]!)))
                .OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Row.Id).Take(count),
        ];
    }

    /// <summary>What every search ranks by, to the last bit.</summary>
    private double Score(double[][] queries, float[] row)
    {
        if (queries is [var one])
            return Math.Abs(_part.Weight * ExactProduct.Dot(row, one));
        var sum = 0.0;
        foreach (var query in queries)
        {
            var kernel = _part.Weight * ExactProduct.Dot(row, query);
            sum += kernel * kernel;
        }
        return sum;
    }

    /// <summary>
    /// How far the server's score of m queries can be from ours, for vectors of norm 1: each product of d terms is off by at most d·2⁻²⁴ (Higham 2002, 3.1; twice that is taken),
    /// and by 2·2⁻¹¹ more where both vectors were rounded to 16 bits; a square by twice that.
    /// </summary>
    private double Error(int queries)
    {
        var product = 1.01 * ((2 * _part.Dimensions * Math.ScaleB(1, -24)) + (_snapshot.Stored.VectorType == "halfvec" ? Math.ScaleB(1, -10) : 0));
        return queries == 1 ? product : queries * product * (2 + product);
    }
}
