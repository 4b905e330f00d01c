using Loci.Embedding;
using Loci.Memories.Storage;
using Loci.Postgres.Schema;
using Loci.Postgres.Writing;
using Pgvector;

namespace Loci.Postgres.Vectors;

/// <summary>How features go into the server's table of vectors, which whoever writes to the memory keeps level.</summary>
/// <param name="database">The database.</param>
/// <param name="settings">What the memory says of itself, which has such a table.</param>
internal sealed class VectorColumn(PostgresDatabase database, StoredSettings settings)
{
    private readonly IReadOnlyList<FeaturePart> _parts = EmbedderParts.Read(settings.Memory.Parts) ?? [];
    private readonly bool _halves = settings.VectorType == "halfvec";

    /// <summary>Adds rows: $1 the tenant, $2 the chunks, $3 their documents, $4 their vectors.</summary>
    public string InsertSql => $"INSERT INTO {database.Vectors(settings.Memory.Generation)}(chunk, tenant, document, vector) SELECT n.chunk, $1, n.document, n.vector FROM unnest($2, $3, $4) AS n(chunk, document, vector)";

    /// <summary>The table that a transaction has to keep level; null where there is none.</summary>
    public static VectorColumn? Of(PostgresTransaction transaction) => transaction.Settings.VectorType is null ? null : new VectorColumn(transaction.Database, transaction.Settings);

    /// <summary>The vectors of stored features, as Npgsql takes them.</summary>
    public object Values(IEnumerable<byte[]> features)
    {
        var vectors = features.Select(bytes => FeatureCodec.Decode(_parts, bytes)?.Dense[0]
            ?? throw new InvalidInputException($"The features of a chunk in {database.Address.Name} cannot be read. Restore the memory from a backup."));
        return _halves ? vectors.Select(Halved).ToArray() : vectors.Select(vector => new Vector(vector)).ToArray();
    }

    /// <summary>A query, or its opposite, as Npgsql takes it.</summary>
    public object Query(float[] vector, bool opposite)
    {
        float[] signed = opposite ? Array.ConvertAll(vector, value => -value) : vector;
        return _halves ? Halved(signed) : new Vector(signed);
    }

    private static HalfVector Halved(float[] vector)
    {
        var halves = new Half[vector.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(vector, halves);
        return new HalfVector(halves);
    }
}
