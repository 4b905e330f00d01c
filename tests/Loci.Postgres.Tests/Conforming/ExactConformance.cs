using Loci.Embedding;
using Loci.Memories;
using Loci.Postgres.Tests.Servers;
using Loci.TestSupport;

namespace Loci.Postgres.Tests.Conforming;

/// <summary>A memory that the server itself searches: it compares all vectors.</summary>
[Collection(PgliteServer.InTurn)]
public sealed class ExactConformance(PgliteServer server) : MemoryConformance
{
    protected override int Corpora => 4;

    protected override bool TakesSeveralAtOnce => false;

    protected override async Task<IMemory> OpenAsync(string name, IEmbedder embedder, MemoryOptions options) =>
        await PostgresMemory.OpenAsync(server.Address(name), embedder, new PostgresOptions { Memory = options, Index = VectorIndex.Exact, HalfPrecision = false }, Token);
}
