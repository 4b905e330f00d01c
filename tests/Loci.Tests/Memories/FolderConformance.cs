using Loci.Embedding;
using Loci.Memories;
using Loci.TestSupport;

namespace Loci.Tests.Memories;

public sealed class FolderConformance : MemoryConformance
{
    private readonly TemporaryFolder _folder = new();

    protected override int Corpora => 30;

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    protected override async Task<IMemory> OpenAsync(string name, IEmbedder embedder, MemoryOptions options) =>
        await Memory.OpenAsync(_folder[name + ".loci"], embedder, options, Token);

    /// <summary>A folder has one writer, whose tenants take part in its writing.</summary>
    protected override async Task<IMemory[]> OpenTenantsAsync(params string[] tenants)
    {
        var first = (Memory)await Open(tenant: tenants[0]);
        return [first, .. tenants[1..].Select(first.ForTenant)];
    }
}
