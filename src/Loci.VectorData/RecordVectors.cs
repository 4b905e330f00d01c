using Loci.Embedding;

namespace Loci.VectorData;

/// <summary>Unit vectors of a store's records.</summary>
internal static class RecordVectors
{
    /// <summary>The vectors that come with the records; texts of those that come without are embedded, all at once, on a thread of the pool.</summary>
    public static async Task<float[][]> OfAsync<TKey, TRecord>(
        IEmbedder embedder, IReadOnlyList<TRecord> records, RecordMapping<TKey, TRecord> mapping, CancellationToken cancellationToken)
        where TKey : notnull
        where TRecord : class
    {
        var dimensions = embedder.Parts[0].Dimensions;
        var vectors = new float[records.Count][];
        var without = new List<int>();
        for (var i = 0; i < vectors.Length; i++)
        {
            var vector = mapping.Vector?.Invoke(records[i]) ?? default;
            if (vector.IsEmpty) without.Add(i);
            else vectors[i] = UnitVector.Of(vector.Span, dimensions, $"the record {mapping.Key(records[i])}");
        }
        if (without.Count == 0) return vectors;
        string[] texts = [.. without.Select(i => mapping.Text(records[i]))];
        var features = await Task.Run(() => embedder.Embed(texts, cancellationToken), cancellationToken).ConfigureAwait(false);
        for (var j = 0; j < texts.Length; j++) vectors[without[j]] = features[j].Dense[0]!;
        return vectors;
    }
}
