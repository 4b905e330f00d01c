using System.Numerics.Tensors;
using Loci.Selection.Kernels;

namespace Loci.Benchmarks;

/// <summary>One exact search over dense rows with one thread, in the two ways that the library has: what selection comes on top of.</summary>
/// <param name="rows">n × d, row after row.</param>
/// <param name="query">d.</param>
internal sealed class ExactSearch(float[] rows, float[] query)
{
    private readonly DenseKernel _kernel = new(rows, query, query.Length);
    private readonly double[] _scores = new double[rows.Length / query.Length];
    private readonly PriorityQueue<int, double> _nearest = new();

    /// <summary>float32 inner products row by row, as a memory scans its chunks; the nearest are kept. Returns the position of the worst kept.</summary>
    public int Scan(int count)
    {
        for (int i = 0; i < _scores.Length; i++)
        {
            _scores[i] = TensorPrimitives.Dot(rows.AsSpan(i * query.Length, query.Length), query);
        }
        return Nearest(count);
    }

    /// <summary>float64 inner products through the kernel, as selection computes a column; the nearest are kept. Returns the position of the worst kept.</summary>
    public int Column(int count)
    {
        _kernel.TargetColumn(0, _scores);
        return Nearest(count);
    }

    private int Nearest(int count)
    {
        _nearest.Clear();
        for (int i = 0; i < _scores.Length; i++)
        {
            if (_nearest.Count < count)
            {
                _nearest.Enqueue(i, _scores[i]);
            }
            else if (_nearest.TryPeek(out _, out double worst) && _scores[i] > worst)
            {
                _nearest.EnqueueDequeue(i, _scores[i]);
            }
        }
        return _nearest.Peek();
    }
}
