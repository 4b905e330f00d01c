using System.Diagnostics;
using Loci.Fuzzing.Targets;

namespace Loci.Fuzzing.Running;

/// <summary>
/// Damages files and has them read, on a thread of its own that is watched: where an input hangs or kills the process, a file tells its number.
/// Input number i under a seed is the same on every machine, whichever inputs came before.
/// </summary>
internal sealed class Fuzzer
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly FuzzRun _run;
    private readonly Contract _contract;
    private readonly Workspace[] _byTurn;
    private readonly List<Failure> _failures = [];
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private long _startedAt = Stopwatch.GetTimestamp();
    private long _number = -1;

    /// <summary>Prepares the folders.</summary>
    /// <param name="targets">What reads.</param>
    /// <param name="work">Where the folders are made.</param>
    /// <param name="run">How many inputs, and which.</param>
    public Fuzzer(IReadOnlyList<FuzzTarget> targets, string work, FuzzRun run)
    {
        _run = run;
        _contract = new Contract(run.Limits);
        _byTurn = [.. targets.SelectMany(target => Enumerable.Repeat(new Workspace(target, Path.Combine(work, "read", target.Kind)), target.Share))];
    }

    /// <summary>What each kind came to.</summary>
    public IReadOnlyDictionary<string, Tally> Tallies => _tallies;

    /// <summary>Reads every input; the failures.</summary>
    /// <exception cref="TimeoutException">An input hangs; the thread that reads it goes on.</exception>
    public IReadOnlyList<Failure> Run(Action<long, int>? progress = null, CancellationToken stop = default)
    {
        using var done = new ManualResetEventSlim();
        Exception? error = null;
        new Thread(() =>
        {
            try
            {
                ReadAll(stop);
            }
#pragma warning disable CA1031 // whatever ends the thread is told by the one that watches
            catch (Exception caught)
#pragma warning restore CA1031
            {
                error = caught;
            }

            done.Set();
        }) { IsBackground = true, Name = "fuzzing" }.Start();
        while (!done.Wait(Glance, CancellationToken.None))
        {
            progress?.Invoke(Interlocked.Read(ref _number), _failures.Count);
            ThrowIfHanging();
        }

        return error is null ? _failures : throw new InvalidOperationException($"Input {_number} under seed {_run.Seed} ended the run.", error);
    }

    /// <summary>Reads one input.</summary>
    public Outcome Read(FuzzInput input) =>
        (Array.Find(_byTurn, workspace => workspace.Target.Kind == input.Kind) ?? throw new InvalidInputException($"expected a kind among {string.Join(", ", _byTurn.Select(workspace => workspace.Target.Kind).Distinct())}, found {input.Kind}."))
        .Check(_contract, input);

    /// <summary>The input of a number.</summary>
    public FuzzInput Make(long number)
    {
        var random = new Random(HashOf(_run.Seed, number));
        return _byTurn[number % _byTurn.Length].Damage(random, number);
    }

    /// <summary>Every whole folder must be taken, or damage to it would tell nothing. It also makes what is made once.</summary>
    private void ReadWhole()
    {
        foreach (Workspace workspace in _byTurn.Distinct())
        {
            workspace.Target.Read(workspace.Folder);
        }
    }

    private void ReadAll(CancellationToken stop)
    {
        ReadWhole();
        for (long number = _run.First; number < _run.First + _run.Count && !stop.IsCancellationRequested; number++)
        {
            Interlocked.Exchange(ref _number, number);
            Interlocked.Exchange(ref _startedAt, Stopwatch.GetTimestamp());
            FuzzInput input = Make(number);
            if (_run.Kind is { } kind && kind != input.Kind)
            {
                continue;
            }

            Judge(input);
        }
    }

    private void Judge(FuzzInput input)
    {
        string? running = Keep(input); // stays where the process is killed
        Outcome outcome = Read(input);
        if (!_tallies.TryGetValue(input.Kind, out Tally? tally))
        {
            _tallies.Add(input.Kind, tally = new Tally());
        }

        tally.Add(outcome);
        if (outcome.Fault is { } fault)
        {
            _failures.Add(new Failure(input, fault));
        }
        else if (running is not null)
        {
            File.Delete(running);
        }
    }

    private string? Keep(FuzzInput input)
    {
        if (_run.Failures is null)
        {
            return null;
        }

        string path = Path.Combine(_run.Failures, input.FileName(_run.Seed));
        File.WriteAllBytes(path, input.Content);
        return path;
    }

    private void ThrowIfHanging()
    {
        if (Stopwatch.GetElapsedTime(Interlocked.Read(ref _startedAt)) > _run.Limits.Hang)
        {
            throw new TimeoutException($"Input {Interlocked.Read(ref _number)} under seed {_run.Seed} has been read for more than {_run.Limits.Hang.TotalSeconds:F0} s.");
        }
    }

    private static int HashOf(int seed, long number)
    {
        ulong mixed = unchecked(((ulong)(uint)seed << 32 | (uint)number) * 0x9E3779B97F4A7C15UL + (ulong)number);
        return (int)(mixed >> 33);
    }
}
