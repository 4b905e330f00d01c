using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Loci.Selection.Kernels;

namespace Loci.Selection.Pools;

/// <summary>Takes blocks of rows through the steps of a script. One per thread.</summary>
internal sealed class PoolScanWorker : IDisposable
{
    private readonly PoolScanWork _work;
    private readonly float[] _rows;
    private readonly ReadOnlyMemory<float>[] _memories;
    private readonly double[][] _products; // (F, block): rows times vectors; those of the script become columns in place
    private readonly double[][] _repeats;  // (S, block): columns of picks that come again, null for the others
    private readonly double[] _gains;
    private readonly Marginals _marginals;
    private readonly List<double[]> _columns = [];
    private readonly List<double> _scales = [];

    public PoolScanWorker(PoolScanWork work, int block)
    {
        _work = work;
        Contenders = work.NewContenders();
        int dimensions = work.Rows.Dimensions;
        _rows = new float[block * dimensions];
        _memories = [.. Enumerable.Range(0, block).Select(i => (ReadOnlyMemory<float>)_rows.AsMemory(i * dimensions, dimensions))];
        _products = [.. Enumerable.Range(0, work.Functions).Select(_ => new double[block])];
        _repeats = [.. work.Script.Steps.Select(step => step.Observation.Repeated < 0 ? [] : new double[block])];
        _gains = new double[block];
        _marginals = new Marginals(block, work.Targets);
    }

    /// <summary>The best rows of each step among those this worker saw.</summary>
    public Contenders[] Contenders { get; }

    /// <summary>Reads and computes a block of rows.</summary>
    public void Process(int first, int count)
    {
        int dimensions = _work.Rows.Dimensions;
        _work.Rows.Read(first, _rows.AsSpan(0, count * dimensions));
        WideMatrixProduct.Columns(_memories.AsSpan(0, count), _work.Vectors, dimensions, _products);
        UpdateVariances(first, count);
        for (int t = 0; t < _work.Targets; t++)
        {
            _products[_work.Pending + t].AsSpan(0, count).CopyTo(_marginals.Covariances(t));
        }
        _marginals.Begin();
        _work.State.Closeness.AsSpan(first, count).Clear();
        Play(first, count);
    }

    /// <inheritdoc/>
    public void Dispose() => _marginals.Dispose();

    private void UpdateVariances(int first, int count)
    {
        Span<double> stored = _work.State.Variances.AsSpan(first, count);
        if (_work.State.Applied < 0)
        {
            for (int i = 0; i < count; i++)
            {
                stored[i] = WideProduct.SquaredNorm(_memories[i].Span);
                if (!double.IsFinite(stored[i]))
                {
                    throw new InvalidInputException($"Candidate {first + i} holds NaN or infinity. Leave the vector out or embed its text again.");
                }
            }
        }
        for (int p = 0; p < _work.Pending; p++)
        {
            for (int i = 0; i < count; i++)
            {
                stored[i] = Math.Max(0, stored[i] - _products[p][i] * _products[p][i]);
            }
        }
        stored.CopyTo(_marginals.Variances);
        _marginals.Variances[count..].Clear();
    }

    private void Play(int first, int count)
    {
        _columns.Clear();
        _scales.Clear();
        int anchor = _work.Pending + _work.Targets;
        double gain = 1;
        double[] left = _work.FinalTargetVariances;
        for (int s = 0; s < _work.Script.Steps.Count; s++)
        {
            Script.Step step = _work.Script.Steps[s];
            (gain, left) = (step.Gain, step.TargetVariances);
            _marginals.Gains(left, _work.Noise, _gains);
            Compare(first, count, s, gain);
            Observation observation = step.Observation;
            if (observation.Variance > 0)
            {
                double[] column = observation.Repeated < 0 ? _products[anchor++] : Repeat(s, observation);
                Condition(column, observation, step.Row - first, count);
            }
        }
        if (_work.Script.Steps.Count > 0)
        {
            left = After(_work.Script.Steps[^1]);
        }
        _marginals.Gains(left, _work.Noise, _gains);
        Approach(first, count, gain);
    }

    /// <summary>Offers whatever reaches the best row so far, and notes how close each row came.</summary>
    private void Compare(int first, int count, int step, double gain)
    {
        Contenders contenders = Contenders[step];
        double threshold = Math.Max(gain - _work.Tolerance, contenders.Threshold);
        for (int i = 0; i < count; i++)
        {
            if (_gains[i] >= threshold && _work.Allows(first + i, step))
            {
                contenders.Offer(first + i, _gains[i]);
                threshold = Math.Max(threshold, contenders.Threshold);
            }
        }
        Approach(first, count, gain);
    }

    private void Approach(int first, int count, double gain)
    {
        float scale = (float)(1 / Math.Max(gain, double.Epsilon));
        Span<float> closeness = _work.State.Closeness.AsSpan(first, count);
        for (int i = 0; i < count; i++)
        {
            closeness[i] = Math.Max(closeness[i], (float)_gains[i] * scale);
        }
    }

    private double[] Repeat(int step, Observation observation)
    {
        double[] column = _repeats[step];
        TensorPrimitives.Multiply(_columns[observation.Repeated], _work.Noise / _scales[observation.Repeated], column);
        return column;
    }

    private void Condition(double[] column, Observation observation, int pick, int count)
    {
        bool here = pick >= 0 && pick < count;
        Projections.Subtract(column, CollectionsMarshal.AsSpan(_columns)[(observation.Repeated + 1)..], observation.Projections);
        if (here)
        {
            column[pick] = observation.Variance;
        }
        TensorPrimitives.Divide(column, observation.Scale, column);
        _marginals.Condition(column, observation.Steps);
        if (here)
        {
            double rest = _work.Noise / (observation.Variance + _work.Noise);
            _marginals.Set(pick, observation.Variance * rest, observation.Steps, observation.Scale * rest);
        }
        _columns.Add(column);
        _scales.Add(observation.Scale);
    }

    private static double[] After(Script.Step last) => last.Observation.Variance == 0
        ? last.TargetVariances
        : [.. last.TargetVariances.Zip(last.Observation.Steps, (variance, step) => Math.Max(0, variance - step * step))];
}
