using Loci.Durability.Checking;
using Loci.Durability.Documents;
using Loci.Durability.Ledgers;
using Loci.Durability.Working;

namespace Loci.Durability.Tests;

/// <summary>What the other tests rest on: the ledger is kept, and a memory that departs from it is found out.</summary>
public sealed class LedgerTests : IDisposable
{
    private readonly WorkingFolder _work = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string LedgerPath => Path.Combine(_work.Path, "test.ledger");

    private string Folder => Path.Combine(_work.Path, "test.loci");

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_ledger_is_read_as_it_was_written()
    {
        using (var ledger = Ledger.Open(LedgerPath))
        {
            ledger.Begin(Operation.Add(0, 9));
            ledger.Done();
            ledger.Begin(Operation.Forget([7, 2, 3]));
            ledger.Done();
            ledger.Begin(Operation.Add(10, 11));
            ledger.Undone();
            ledger.Begin(Operation.Forget([0]));
        }
        Assert.Equal("begin add 0-9\ndone add 0-9\nbegin forget 2-3,7\ndone forget 2-3,7\nbegin add 10-11\nundone add 10-11\nbegin forget 0\n", File.ReadAllText(LedgerPath));
        var state = Ledger.Read(LedgerPath);
        Assert.Equal([0, 1, 4, 5, 6, 8, 9], state.Live.Order());
        Assert.Equal(("forget 0", 12L, 2L), (state.Pending!.ToString(), state.Next, state.Acknowledged));
        File.AppendAllText(LedgerPath, "something else\n");
        Assert.Throws<InvalidInputException>(() => Ledger.Read(LedgerPath));
    }

    [Fact]
    public void A_specimen_is_the_same_every_time_and_no_other()
    {
        var specimen = Specimen.Make(17);
        Assert.Equal(specimen.Document.Text, Specimen.Make(17).Document.Text);
        Assert.Equal(Specimen.Chunks(17), specimen.Chunks.Count);
        Assert.Equal(17, Specimen.Number(specimen.Document.Source));
        Assert.Null(Specimen.Number("elsewhere"));
        Assert.Equal(2000, Enumerable.Range(0, 2000).Select(number => Specimen.Make(number).Document.Text).Distinct().Count());
    }

    [Fact]
    public async Task A_memory_that_departs_from_its_ledger_is_found_out()
    {
        using var ledger = Ledger.Open(LedgerPath);
        using var memory = await WrittenMemory.OpenAsync(Folder, ledger, Token);
        await memory.DoAsync(Operation.Add(0, 5), Token);
        Assert.Empty(ContentCheck.Run(memory.Memory, ledger.State, stop: Token).Faults);
        var half = new LedgerState();
        half.Begin(Operation.Add(0, 6));
        Assert.Contains("'add 0-6' was under way and 6 of its 7", Assert.Single(ContentCheck.Run(memory.Memory, half, stop: Token).Half), StringComparison.Ordinal);
        await memory.Memory.ForgetAsync(document => document.Source == Specimen.Source(3), Token);
        Assert.Contains("specimen 3 was acknowledged", Assert.Single(ContentCheck.Run(memory.Memory, ledger.State, stop: Token).Lost), StringComparison.Ordinal);
        var specimen = Specimen.Make(3);
        await memory.Memory.AddManyAsync([specimen with { Chunks = [.. specimen.Chunks.Skip(1)] }], Token);
        Assert.Single(ContentCheck.Run(memory.Memory, ledger.State, stop: Token).Half);
        await memory.Memory.ForgetAsync(document => document.Source == Specimen.Source(3), Token);
        await memory.Memory.AddManyAsync([specimen with { Chunks = [.. specimen.Chunks.Select(chunk => chunk with { Text = chunk.Text + "!" })] }], Token);
        Assert.Single(ContentCheck.Run(memory.Memory, ledger.State, stop: Token).Wrong);
    }
}
