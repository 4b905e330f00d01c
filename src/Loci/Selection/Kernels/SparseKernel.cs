using System.Runtime.InteropServices;
using Loci.Vectors;

namespace Loci.Selection.Kernels;

/// <summary>
/// Inner products of sparse rows in float64, through an inverted index: dimension → the candidates that have it.
/// A column costs one step per candidate entry in a dimension of the vector asked for, not O(K·d).
/// </summary>
public sealed class SparseKernel : ICandidateKernel
{
    private readonly SparseVector[] _candidates;
    private readonly SparseVector[] _targets;
    private readonly Dictionary<int, int> _lists = []; // dimension → number of its list
    private readonly int[] _starts;                    // list → first of its postings; one more at the end
    private readonly int[] _rows;                      // posting → candidate
    private readonly double[] _values;                 // posting → entry

    /// <summary>Creates the kernel and its inverted index in one pass over the candidates' entries. The vectors are used in place.</summary>
    /// <exception cref="InvalidInputException">A vector's dimensions are not ascending, an entry is NaN or infinite, or there is no target.</exception>
    public SparseKernel(IReadOnlyList<SparseVector> candidates, IReadOnlyList<SparseVector> targets)
    {
        _candidates = [.. candidates];
        _targets = [.. targets];
        DenseRows.CheckTargets(_targets.Length);
        Check(_candidates, "Candidate");
        Check(_targets, "Target");
        _starts = CountPostings();
        _rows = new int[_starts[^1]];
        _values = new double[_starts[^1]];
        FillPostings();
    }

    /// <inheritdoc/>
    public int Candidates => _candidates.Length;

    /// <inheritdoc/>
    public int Targets => _targets.Length;

    /// <inheritdoc/>
    public void TargetVariances(Span<double> variances) => SquaredNorms(_targets, variances);

    /// <inheritdoc/>
    public void TargetCovariances(int target, Span<double> covariances)
    {
        for (int t = 0; t < _targets.Length; t++)
        {
            covariances[t] = Dot(_targets[t], _targets[target]);
        }
    }

    /// <inheritdoc/>
    public void CandidateVariances(Span<double> variances) => SquaredNorms(_candidates, variances);

    /// <inheritdoc/>
    public void TargetColumn(int target, Span<double> covariances) => Column(_targets[target], covariances);

    /// <inheritdoc/>
    public void CandidateColumn(int candidate, Span<double> covariances) => Column(_candidates[candidate], covariances);

    private void Column(SparseVector vector, Span<double> covariances)
    {
        covariances[..Candidates].Clear();
        for (int i = 0; i < vector.Count; i++)
        {
            if (!_lists.TryGetValue(vector.Indices[i], out int list))
            {
                continue;
            }
            double value = vector.Values[i];
            for (int p = _starts[list]; p < _starts[list + 1]; p++)
            {
                covariances[_rows[p]] += value * _values[p];
            }
        }
    }

    private static double Dot(SparseVector x, SparseVector y)
    {
        double sum = 0;
        for (int i = 0, j = 0; i < x.Count && j < y.Count;)
        {
            int difference = x.Indices[i] - y.Indices[j];
            sum += difference == 0 ? (double)x.Values[i] * y.Values[j] : 0;
            i += difference <= 0 ? 1 : 0;
            j += difference >= 0 ? 1 : 0;
        }
        return sum;
    }

    private static void SquaredNorms(SparseVector[] vectors, Span<double> norms)
    {
        for (int i = 0; i < vectors.Length; i++)
        {
            double sum = 0;
            foreach (float value in vectors[i].Values)
            {
                sum += (double)value * value;
            }
            norms[i] = sum;
        }
    }

    private int[] CountPostings()
    {
        var counts = new List<int>();
        foreach (SparseVector candidate in _candidates)
        {
            foreach (int dimension in candidate.Indices)
            {
                ref int list = ref CollectionsMarshal.GetValueRefOrAddDefault(_lists, dimension, out bool known);
                if (!known)
                {
                    list = counts.Count;
                    counts.Add(0);
                }
                counts[list]++;
            }
        }
        var starts = new int[counts.Count + 1];
        for (int list = 0; list < counts.Count; list++)
        {
            starts[list + 1] = checked(starts[list] + counts[list]);
        }
        return starts;
    }

    private void FillPostings()
    {
        int[] next = _starts[..^1];
        for (int row = 0; row < _candidates.Length; row++)
        {
            for (int i = 0; i < _candidates[row].Count; i++)
            {
                int posting = next[_lists[_candidates[row].Indices[i]]]++;
                _rows[posting] = row;
                _values[posting] = _candidates[row].Values[i];
            }
        }
    }

    private static void Check(SparseVector[] vectors, string kind)
    {
        for (int v = 0; v < vectors.Length; v++)
        {
            (int[] indices, float[] values) = vectors[v];
            if (indices.Length != values.Length)
            {
                throw new InvalidInputException($"{kind} {v} has {indices.Length} dimensions and {values.Length} values.");
            }
            for (int i = 0; i < indices.Length; i++)
            {
                if (i > 0 && indices[i] <= indices[i - 1])
                {
                    throw new InvalidInputException($"{kind} {v} does not list its dimensions in strictly ascending order.");
                }
                if (!float.IsFinite(values[i]))
                {
                    throw new InvalidInputException($"{kind} {v} holds NaN or infinity. Leave the vector out or embed its text again.");
                }
            }
        }
    }
}
