using Loci.Durability.Ledgers;
using Loci.Durability.Running;
using Loci.Durability.Working;

namespace Loci.Durability.Damaging;

/// <summary>A finished memory to be damaged: as it is closed, and as a killed process leaves it, with the log beside the database.</summary>
/// <param name="Closed">Folder of the closed one.</param>
/// <param name="Killed">Folder of the other.</param>
/// <param name="Whole">What both give out.</param>
/// <param name="Earlier">What it gave out after each earlier change: what remains where the end of the log is not readable.</param>
internal sealed record DamagedMemory(string Closed, string Killed, IReadOnlyList<string> Whole, IReadOnlyList<IReadOnlyList<string>> Earlier)
{
    private static readonly Operation[] Steps =
    [
        Operation.Add(0, 6), Operation.Add(7, 14), Operation.Forget([2, 9]), Operation.Add(15, 17), Operation.Forget([0]), Operation.Add(18, 19),
    ];

    /// <summary>Makes it: the first half of the changes lies in the database, the second in its log.</summary>
    public static async Task<DamagedMemory> MakeAsync(string work, CancellationToken stop)
    {
        var (closed, killed) = (Path.Combine(work, "closed.loci"), Path.Combine(work, "killed.loci"));
        using var ledger = Ledger.Open(Path.Combine(work, "damaged.ledger"));
        using var memory = await WrittenMemory.OpenAsync(closed, ledger, stop);
        List<IReadOnlyList<string>> states = [Transcript.Of(memory.Memory, stop)];
        for (var i = 0; i < Steps.Length; i++)
        {
            if (i == Steps.Length / 2)
                await memory.ReopenAsync(stop);
            await memory.DoAsync(Steps[i], stop);
            states.Add(Transcript.Of(memory.Memory, stop));
        }
        MemoryFiles.Copy(closed, killed);
        return new DamagedMemory(closed, killed, states[^1], states[..^1]);
    }
}
