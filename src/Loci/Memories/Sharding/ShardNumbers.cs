namespace Loci.Memories.Sharding;

/// <summary>Numbers of documents and chunks that are unique among all shards: number n of shard s of S is n·S + s.</summary>
/// <param name="shards">S, the number of shards.</param>
internal readonly struct ShardNumbers(int shards)
{
    /// <summary>The number among all.</summary>
    public long Outer(int shard, long number) => checked((number * shards) + shard);

    /// <summary>The shard of a number and its number there.</summary>
    public (int Shard, long Number) Inner(long number) => ((int)(number % shards), number / shards);

    /// <summary>A document of a shard as it is among all.</summary>
    public StoredDocument Outer(int shard, StoredDocument document) => document with
    {
        Id = Outer(shard, document.Id),
        DuplicateOf = document.DuplicateOf is { } original ? Outer(shard, original) : null,
    };

    /// <summary>A filter over all as it is within a shard.</summary>
    public DocumentFilter Inner(int shard, DocumentFilter filter)
    {
        var numbers = this;
        return filter with
        {
            Ids = filter.Ids is { } ids ? [.. ids.Where(id => id >= 0).Select(numbers.Inner).Where(inner => inner.Shard == shard).Select(inner => inner.Number)] : null,
            Where = filter.Where is { } where ? document => where(numbers.Outer(shard, document)) : null,
        };
    }
}
