using Loci.Embedding;
using Loci.Memories;
using Loci.Postgres.Tests.Servers;
using Loci.TestSupport;

namespace Loci.Postgres.Tests.Conforming;

/// <summary>A memory on PostgreSQL without pgvector, searched in this process.</summary>
public sealed class PostgresConformance(PostgresServer server) : MemoryConformance
{
    protected override async Task<IMemory> OpenAsync(string name, IEmbedder embedder, MemoryOptions options) =>
        await PostgresMemory.OpenAsync(server.Address(name), embedder, new PostgresOptions { Memory = options }, Token);
}
