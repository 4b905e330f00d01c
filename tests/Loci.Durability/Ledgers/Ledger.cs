using System.Text;

namespace Loci.Durability.Ledgers;

/// <summary>
/// The log of what was done to a memory, kept outside of it: a line before every operation and one after it was acknowledged. Every line is handed to the
/// operating system before anything else happens, so that it outlives the process. One writer at a time.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private const string BeginMark = "begin ", DoneMark = "done ", UndoneMark = "undone ";

    private readonly FileStream _file;

    private Ledger(FileStream file, LedgerState state) => (_file, State) = (file, state);

    /// <summary>What the memory must hold, kept level with the lines written.</summary>
    public LedgerState State { get; }

    /// <summary>Opens a ledger to write on, or makes it.</summary>
    public static Ledger Open(string path)
    {
        var state = File.Exists(path) ? Read(path) : new LedgerState();
        return new Ledger(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), state);
    }

    /// <summary>Works out what a memory must hold.</summary>
    /// <exception cref="InvalidInputException">A line is none that a ledger has.</exception>
    public static LedgerState Read(string path)
    {
        var state = new LedgerState();
        foreach (var _ in Replay(path, state)) { }
        return state;
    }

    /// <summary>Goes through a ledger; gives the state anew after every operation that has ended.</summary>
    public static IEnumerable<LedgerState> Replay(string path, LedgerState state)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(BeginMark, StringComparison.Ordinal))
            {
                state.Begin(Operation.Parse(line[BeginMark.Length..]));
                continue;
            }
            if (!line.StartsWith(DoneMark, StringComparison.Ordinal) && !line.StartsWith(UndoneMark, StringComparison.Ordinal))
                throw new InvalidInputException($"Expected a line of a ledger in {path}, found '{line}'. Use a ledger that this program wrote.");
            state.End(line.StartsWith(DoneMark, StringComparison.Ordinal));
            yield return state;
        }
    }

    /// <summary>Says that an operation begins.</summary>
    public void Begin(Operation operation)
    {
        State.Begin(operation);
        Write(BeginMark + operation);
    }

    /// <summary>Says that the operation under way was acknowledged, or was found to have happened.</summary>
    public void Done() => End(DoneMark, happened: true);

    /// <summary>Says that the operation under way was found not to have happened.</summary>
    public void Undone() => End(UndoneMark, happened: false);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void End(string mark, bool happened)
    {
        var operation = State.Pending;
        State.End(happened);
        Write(mark + operation);
    }

    private void Write(string line) => _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
