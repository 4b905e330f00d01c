using Loci.Durability.Documents;
using Loci.Durability.Ledgers;
using Loci.Embedding;
using Loci.Memories;

namespace Loci.Durability.Working;

/// <summary>A memory that is written while its ledger is kept. One thread at a time.</summary>
internal sealed class WrittenMemory : IDisposable
{
    private static readonly LexicalEmbedder Embedder = new();

    private readonly string _path;
    private readonly Ledger _ledger;

    private WrittenMemory(string path, Ledger ledger, Memory memory) => (_path, _ledger, Memory) = (path, ledger, memory);

    /// <summary>The memory; another object after a compaction or a <see cref="ReopenAsync"/>.</summary>
    public Memory Memory { get; private set; }

    /// <summary>What it must hold.</summary>
    public LedgerState State => _ledger.State;

    /// <summary>Opens a memory, or makes it. The ledger stays the caller's to close.</summary>
    public static async Task<WrittenMemory> OpenAsync(string path, Ledger ledger, CancellationToken stop) => new(path, ledger, await OpenAsync(path, stop));

    /// <summary>Opens a memory without a ledger, or makes it.</summary>
    public static Task<Memory> OpenAsync(string path, CancellationToken stop, bool create = true) =>
        Memory.OpenAsync(path, Embedder, new MemoryOptions { Create = create }, stop);

    /// <summary>Writes down that an operation begins, does it, and writes down that it was acknowledged.</summary>
    public async Task DoAsync(Operation operation, CancellationToken stop)
    {
        var documents = operation.Kind == OperationKind.Add ? operation.Numbers.Select(Specimen.Make).ToArray() : [];
        _ledger.Begin(operation);
        var changed = operation.Kind switch
        {
            OperationKind.Add => (await Memory.AddManyAsync(documents, stop)).Count(added => added),
            OperationKind.Forget => await ForgetAsync(operation, stop),
            _ => await CompactAsync(stop),
        };
        if (changed != operation.Numbers.Count)
            throw new InvalidDataException($"'{operation}' changed {changed} documents.");
        _ledger.Done();
    }

    /// <summary>Closes the memory and opens it anew.</summary>
    public async Task ReopenAsync(CancellationToken stop)
    {
        Memory.Dispose();
        Memory = await OpenAsync(_path, stop);
    }

    /// <summary>Closes the memory.</summary>
    public void Dispose() => Memory.Dispose();

    private Task<int> ForgetAsync(Operation operation, CancellationToken stop)
    {
        var sources = operation.Numbers.Select(Specimen.Source).ToHashSet(StringComparer.Ordinal);
        return Memory.ForgetAsync(document => sources.Contains(document.Source), stop);
    }

    private async Task<int> CompactAsync(CancellationToken stop)
    {
        Memory.Dispose();
        await Upkeep.CompactAsync(_path, stop);
        Memory = await OpenAsync(_path, stop);
        return 0;
    }
}
