using Loci.Selection.Kernels;
using Loci.Vectors;

namespace Loci.Selection.Pools;

/// <summary>One selection from a pool, as far as it has come.</summary>
internal sealed class PoolRun
{
    private const long ActiveBytes = 256L << 20;
    private const int FewestActive = 4096;
    private const int FirstShare = 16; // a sixteenth of the rows costs little beside reading all

    private readonly IVectorRows _rows;
    private readonly SelectionOptions _options;
    private readonly PoolOptions _pool;
    private readonly PoolPosterior _posterior;
    private readonly PoolState _state;
    private readonly List<int> _picks = [];
    private readonly HashSet<int> _picked = [];
    private readonly List<double> _objective = [];
    private int[] _active = [];
    private int _wanted; // active rows; more where predictions fail
    private bool _stopped;
    private int _passes;
    private long _rowsRead;

    public PoolRun(IVectorRows rows, IReadOnlyList<ReadOnlyMemory<float>> targets, SelectionOptions options, PoolOptions pool)
    {
        _rows = rows;
        _options = options;
        _pool = pool;
        _posterior = new PoolPosterior(targets, rows.Dimensions, options.Noise);
        _state = new PoolState(rows.Count);
        _wanted = pool.ActiveRows > 0 ? pool.ActiveRows : Math.Min(Room, Math.Max(FewestActive, rows.Count / FirstShare));
    }

    private int Room => (int)Math.Max(FewestActive, ActiveBytes / (sizeof(float) * _rows.Dimensions));

    /// <summary>Whether another pick is wanted.</summary>
    public bool WantsMore => !_stopped && _picks.Count < _options.Count && _active.Length > 0;

    /// <summary>Takes up a checkpoint, or ranks all rows by what they gain at first.</summary>
    public void Start(CancellationToken cancellationToken)
    {
        if (_pool.ResumeFrom is { } checkpoint)
        {
            Resume(checkpoint);
        }
        else if (_options.Count > 0 && _rows.Count > 0)
        {
            Scan(Script.Empty, cancellationToken);
            Rank();
        }
    }

    /// <summary>Runs the rule on the active rows.</summary>
    public Script Predict(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<float>[] vectors = [.. _active.Select(Read)];
        var options = _options with
        {
            Count = Math.Min(_pool.PicksPerPass, _options.Count - _picks.Count),
            Stopping = null,
            Filter = Allows,
        };
        var kernel = new ActiveKernel(vectors, Variances(vectors), _posterior);
        return Script.Predict(kernel, _active, vectors, options, _posterior.Tolerance, cancellationToken);
    }

    /// <summary>Reads the pool and takes every pick that is certain then. False if nothing can be picked.</summary>
    public bool Verify(Script script, CancellationToken cancellationToken)
    {
        int[] picks = Scan(script, cancellationToken);
        int before = _picks.Count;
        for (int s = 0; s < picks.Length && picks[s] >= 0 && TryAdd(picks[s]) && picks[s] == script.Steps[s].Row; s++)
        {
        }
        if (_pool.ActiveRows == 0 && _picks.Count - before < script.Steps.Count / 2)
        {
            _wanted = Math.Min(Room, 2 * _wanted);
        }
        Rank();
        _pool.Checkpoint?.Invoke(new PoolCheckpoint([.. _picks], [.. _active], _passes));
        return _picks.Count > before;
    }

    public PoolResult ToResult() => new(new SelectionResult([.. _picks], [.. _objective], _posterior.Prior), _passes, _rowsRead);

    private int[] Scan(Script script, CancellationToken cancellationToken)
    {
        var work = new PoolScanWork(_rows, _posterior, _state, script, _options, _picks);
        int pass = ++_passes, picks = _picks.Count;
        int[] found = new PoolScan(work, _pool).Run(done => new PoolProgress(picks, _options.Count, pass, done, _rows.Count), cancellationToken);
        _state.Applied = _posterior.Directions.Count;
        _rowsRead += _rows.Count;
        return found;
    }

    /// <summary>Conditions on a pick. False if it is the first to break the stopping rule; it is left out then.</summary>
    private bool TryAdd(int row)
    {
        _posterior.Observe(Read(row).Span);
        if (Picks.Stops(_options, _posterior.Objective, _picks.Count + 1))
        {
            _stopped = true;
            return false;
        }
        _picks.Add(row);
        _picked.Add(row);
        _objective.Add(_posterior.Objective);
        return true;
    }

    private void Resume(PoolCheckpoint checkpoint)
    {
        _passes = checkpoint.Passes;
        foreach (int row in checkpoint.Picks.Concat(checkpoint.ActiveRows))
        {
            if (row < 0 || row >= _rows.Count)
            {
                throw new InvalidInputException($"The checkpoint names row {row}, and the pool has {_rows.Count}. It belongs to another pool; start again without it.");
            }
        }
        foreach (int row in checkpoint.Picks.Take(_options.Count))
        {
            if (!TryAdd(row))
            {
                return;
            }
        }
        _active = [.. checkpoint.ActiveRows];
    }

    /// <summary>The rows that came closest to being picked become the active ones.</summary>
    private void Rank()
    {
        _active = Closest.Of(_state.Closeness, _wanted, Allows);
    }

    private bool Allows(int row) => (_options.Filter is null || _options.Filter(row)) && !(_options.Distinct && _picked.Contains(row));

    private ReadOnlyMemory<float> Read(int row)
    {
        var vector = new float[_rows.Dimensions];
        _rows.Read(row, vector);
        _rowsRead++;
        return vector;
    }

    private double[] Variances(ReadOnlyMemory<float>[] vectors)
    {
        bool known = _state.Applied >= 0;
        double[] variances = [.. _active.Select((row, i) => known ? _state.Variances[row] : WideProduct.SquaredNorm(vectors[i].Span))];
        var products = new double[vectors.Length];
        foreach (double[] direction in _posterior.Directions.Skip(Math.Max(0, _state.Applied)))
        {
            WideProduct.Column(vectors, direction, products);
            for (int x = 0; x < products.Length; x++)
            {
                variances[x] = Math.Max(0, variances[x] - products[x] * products[x]);
            }
        }
        return variances;
    }
}
