using Loci.Embedding;
using Loci.Memories;
using Loci.Tests.Embedding;
using Npgsql;

namespace Loci.Postgres.Tests;

/// <summary>A memory of its own for each test.</summary>
public abstract class PostgresTestBase
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static LetterEmbedder Letters { get; } = new(16);

    protected string Name { get; } = "m" + Guid.NewGuid().ToString("N")[..20];

    protected static Task<Memory> Open(string address, IEmbedder? embedder = null, PostgresOptions? options = null) =>
        PostgresMemory.OpenAsync(address, embedder ?? Letters, (options ?? new PostgresOptions()) with { Memory = new MemoryOptions { Create = true } }, Token);

    protected static ChunkedDocument Document(string text, string source = "source") => new(new DocumentRecord(source, text), [new Chunk(text, text.Length)]);

    protected static Task<IReadOnlyList<bool>> Add(IMemory memory, params string[] texts) => memory.AddManyAsync([.. texts.Select(text => Document(text))], Token);

    protected static Candidates Search(Memory memory, string query, int count = 10, int probes = 0) =>
        memory.Search([query], new SearchOptions { Count = count, Probes = probes }, Token);

    /// <summary>Random directions around a few centres, as embeddings of text lie.</summary>
    protected static Chunk[] Clustered(int count, int dimensions, int seed)
    {
        var random = new Random(seed);
        float[][] centres = [.. Enumerable.Range(0, 20).Select(_ => Direction(random, dimensions, null))];
        return [.. Enumerable.Range(0, count).Select(i => new Chunk(FormattableString.Invariant($"chunk {i}"), 1)
        {
            Features = new Features([Direction(random, dimensions, centres[random.Next(centres.Length)])], [null]),
        })];
    }

    /// <summary>Runs statements past the memory, as somebody else's program would.</summary>
    protected static object? Run(string address, string sql)
    {
        using var connection = new NpgsqlConnection(Addressing.PostgresAddress.Parse(address).ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static float[] Direction(Random random, int dimensions, float[]? centre)
    {
        double[] vector = [.. Enumerable.Range(0, dimensions).Select(i => random.NextDouble() + random.NextDouble() - 1 + (centre is null ? 0 : 6 * centre[i]))];
        var norm = Math.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => (float)(value / norm));
    }
}
