using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Sharding;
using Loci.TestSupport;

namespace Loci.Tests.Memories.Sharding;

/// <summary>Three folders as one memory.</summary>
public sealed class ShardedConformance : MemoryConformance
{
    private readonly TemporaryFolder _folder = new();

    protected override bool TakesTerms => false;

    protected override bool IsOne => false;

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    protected override async Task<IMemory> OpenAsync(string name, IEmbedder embedder, MemoryOptions options) => new ShardedMemory([.. await Shards(name, embedder, options)]);

    /// <summary>A folder has one writer, whose tenants take part in its writing.</summary>
    protected override async Task<IMemory[]> OpenTenantsAsync(params string[] tenants)
    {
        var first = await Shards("tenants", Letters, new MemoryOptions { Create = true, Tenant = tenants[0] });
        return [new ShardedMemory([.. first]), .. tenants[1..].Select(tenant => new ShardedMemory([.. first.Select(shard => shard.ForTenant(tenant))]))];
    }

    private Task<Memory[]> Shards(string name, IEmbedder embedder, MemoryOptions options) =>
        Task.WhenAll(Enumerable.Range(0, 3).Select(shard => Memory.OpenAsync(_folder[FormattableString.Invariant($"{name}-{shard}.loci")], embedder, options, Token)));
}
