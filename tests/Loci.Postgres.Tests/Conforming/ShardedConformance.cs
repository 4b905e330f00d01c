using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Sharding;
using Loci.Postgres.Tests.Servers;
using Loci.TestSupport;

namespace Loci.Postgres.Tests.Conforming;

/// <summary>Two servers that search as one memory.</summary>
[Collection(PgliteServer.InTurn)]
public sealed class ShardedConformance(PgliteServer first, SecondPgliteServer second) : MemoryConformance
{
    protected override bool TakesTerms => false;

    protected override bool IsOne => false;

    protected override int Corpora => 4;

    protected override bool TakesSeveralAtOnce => false;

    protected override async Task<IMemory> OpenAsync(string name, IEmbedder embedder, MemoryOptions options) => new ShardedMemory(
        await PostgresMemory.OpenAsync(first.Address(name), embedder, new PostgresOptions { Memory = options }, Token),
        await PostgresMemory.OpenAsync(second.Address(name), embedder, new PostgresOptions { Memory = options }, Token));
}
