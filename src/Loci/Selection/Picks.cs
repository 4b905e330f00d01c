namespace Loci.Selection;

/// <summary>What every rule shares while it runs: who may be picked, when to stop, the picks so far and the posterior they leave.</summary>
internal sealed class Picks
{
    /// <summary>Scores within this part of the scale are ties, and go to the lowest index: below it the order is rounding, not merit.</summary>
    public const double Tie = 1e-10;

    private readonly SelectionOptions _options;
    private readonly List<int> _indices = [];
    private readonly List<double> _objective = [];
    private readonly bool[] _allowed;

    public Picks(ICandidateKernel kernel, SelectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        _options = options;
        _allowed = new bool[kernel.Candidates];
        for (int x = 0; x < _allowed.Length; x++)
        {
            _allowed[x] = options.Filter is null || options.Filter(x);
        }
        Posterior = new Posterior(kernel, options.Noise);
    }

    /// <summary>The posterior after the picks so far.</summary>
    public Posterior Posterior { get; }

    /// <summary>Whether N is not reached yet. Throws if cancelled.</summary>
    public bool WantsMore(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _indices.Count < _options.Count;
    }

    /// <summary>Whether the candidate may be picked now.</summary>
    public bool Allows(int candidate) => _allowed[candidate];

    /// <summary>The first allowed candidate whose score is within <paramref name="tolerance"/> of the best; −1 if none is allowed.</summary>
    public int Best(ReadOnlySpan<double> scores, double tolerance)
    {
        double best = double.NegativeInfinity;
        for (int x = 0; x < scores.Length; x++)
        {
            if (_allowed[x] && scores[x] > best)
            {
                best = scores[x];
            }
        }
        for (int x = 0; x < scores.Length; x++)
        {
            if (_allowed[x] && scores[x] >= best - tolerance)
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
        if (_options.Stopping is double price && Math.Sqrt(objective) > 1 / (price * (_indices.Count + 1)))
        {
            return false;
        }
        _indices.Add(candidate);
        _objective.Add(objective);
        _allowed[candidate] = !once && !_options.Distinct;
        return true;
    }

    public SelectionResult ToResult() => new([.. _indices], [.. _objective], Posterior.Prior);

    private static void Check(SelectionOptions options)
    {
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
    }
}
