using System.Buffers;
using System.Numerics.Tensors;

namespace Loci.Selection;

/// <summary>What every rule shares while it runs: who may be picked, when to stop, the picks so far and the posterior they leave.</summary>
internal sealed class Picks : IDisposable
{
    /// <summary>Scores within this part of the scale are ties, and go to the lowest index: below it the order is rounding, not merit.</summary>
    public const double Tie = 1e-10;

    private readonly SelectionOptions _options;
    private readonly List<int> _indices = [];
    private readonly List<double> _objective = [];
    private readonly int _candidates;
    private readonly bool[] _allowed;  // rented, as are the scores: large arrays of one query are not left to the garbage collector
    private readonly double[] _scores;
    private readonly Dictionary<long, int> _perGroup = []; // picks of each group, where they are bounded
    private bool _anyForbidden;

    public Picks(ICandidateKernel kernel, SelectionOptions options, bool record = false)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        Check(options);
        _options = options;
        Posterior = new Posterior(kernel, options.Noise, record);
        _candidates = kernel.Candidates;
        _scores = ArrayPool<double>.Shared.Rent(_candidates);
        _allowed = ArrayPool<bool>.Shared.Rent(_candidates);
        for (int x = 0; x < _candidates; x++)
        {
            _allowed[x] = options.Filter is null || options.Filter(x);
            _anyForbidden |= !_allowed[x];
        }
    }

    /// <summary>Writes one score per candidate.</summary>
    public delegate void Scorer(Span<double> scores);

    /// <summary>The posterior after the picks so far.</summary>
    public Posterior Posterior { get; }

    /// <summary>Room for one score per candidate; belongs to the rule that runs, and dies with this.</summary>
    public Span<double> Scores => _scores.AsSpan(0, _candidates);

    /// <summary>How many picks are still to come, at most.</summary>
    public int Remaining => _options.Count - _indices.Count;

    /// <summary>Whether N is not reached yet. Throws if cancelled.</summary>
    public bool WantsMore(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _indices.Count < _options.Count;
    }

    /// <summary>Whether the candidate may be picked now.</summary>
    public bool Allows(int candidate) => _allowed[candidate];

    /// <summary>
    /// The first allowed candidate whose score is within <paramref name="tolerance"/> of the best; −1 if none is allowed.
    /// Scores of the others become negative infinity; NaN is never picked.
    /// </summary>
    public int Best(Span<double> scores, double tolerance)
    {
        for (int x = 0; _anyForbidden && x < scores.Length; x++)
        {
            scores[x] = _allowed[x] ? scores[x] : double.NegativeInfinity;
        }
        double best = scores.IsEmpty ? double.NegativeInfinity : TensorPrimitives.MaxNumber<double>(scores);
        if (double.IsNegativeInfinity(best) || double.IsNaN(best))
        {
            return -1;
        }
        for (int x = 0; x < scores.Length; x++)
        {
            if (scores[x] >= best - tolerance)
            {
                return x;
            }
        }
        return -1;
    }

    /// <summary>Picks a candidate. False, and the candidate left out, if it is the first to break the stopping rule: σₙ &gt; 1/(α·n).</summary>
    public bool TryAdd(int candidate, bool once)
    {
        Posterior.Observe(candidate);
        double objective = Posterior.Objective;
        if (Stops(_options, objective, _indices.Count + 1))
        {
            return false;
        }
        _indices.Add(candidate);
        _objective.Add(objective);
        _allowed[candidate] = !once && !_options.Distinct;
        _anyForbidden |= !_allowed[candidate];
        if (_options.MostPerGroup is { } most) Count(candidate, most);
        return true;
    }

    /// <summary>Counts a pick for its group, and forbids the rest of the group once it has its share.</summary>
    private void Count(int candidate, int most)
    {
        var group = Group(candidate);
        var picked = _perGroup[group] = _perGroup.GetValueOrDefault(group) + 1;
        for (int x = 0; picked >= most && x < _candidates; x++)
        {
            _allowed[x] &= Group(x) != group;
        }
        _anyForbidden |= picked >= most;
    }

    private long Group(int candidate) => _options.Group?.Invoke(candidate) ?? candidate;

    /// <summary>Takes the best by a score written anew before each pick, until N is reached, nobody is allowed or the stopping rule ends it.</summary>
    public SelectionResult Greedy(Scorer write, double tolerance, bool once, CancellationToken cancellationToken)
    {
        while (WantsMore(cancellationToken))
        {
            write(Scores);
            int best = Best(Scores, tolerance);
            if (best < 0 || !TryAdd(best, once))
            {
                break;
            }
        }
        return ToResult();
    }

    /// <summary>Takes the best by the scores as they stand, which no pick changes. Equal scores, to <see cref="Tie"/> of the largest, go to the lowest index.</summary>
    public SelectionResult Ranked(bool once, CancellationToken cancellationToken) =>
        Greedy(static _ => { }, Tie * Largest(Scores), once, cancellationToken);

    /// <summary>The largest magnitude; 0 of none.</summary>
    public static double Largest(ReadOnlySpan<double> values) => values.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(values));

    /// <summary>Whether pick <paramref name="n"/>, counted from 1, breaks the stopping rule: σₙ &gt; 1/(α·n).</summary>
    public static bool Stops(SelectionOptions options, double objective, int n) =>
        options.Stopping is double price && Math.Sqrt(objective) > 1 / (price * n);

    /// <inheritdoc/>
    public void Dispose()
    {
        Posterior.Dispose();
        ArrayPool<double>.Shared.Return(_scores);
        ArrayPool<bool>.Shared.Return(_allowed);
    }

    public SelectionResult ToResult() => new([.. _indices], [.. _objective], Posterior.Prior);

    /// <summary>Refuses options that make no sense.</summary>
    public static void Check(SelectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Count < 0)
        {
            throw new InvalidInputException($"Count must be at least 0, and is {options.Count}.");
        }
        if (!double.IsFinite(options.Noise) || options.Noise <= 0)
        {
            throw new InvalidInputException($"Noise (the variance λ) must be a positive number, and is {options.Noise}.");
        }
        if (options.Stopping is double price && (!double.IsFinite(price) || price <= 0))
        {
            throw new InvalidInputException($"Stopping (the price α) must be a positive number, and is {price}. Leave it out to never stop early.");
        }
        if (options.MostPerGroup is < 1)
        {
            throw new InvalidInputException($"MostPerGroup must be at least 1, and is {options.MostPerGroup}. Leave it out for no bound.");
        }
    }
}
