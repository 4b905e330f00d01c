using System.Numerics.Tensors;

namespace Loci.Indexing.Dense;

/// <summary>
/// Spherical k-means (Dhillon and Modha 2001) over the codes of a sample of rows: a row belongs to the centroid with the largest inner product, and a centroid is
/// the direction of the sum of its rows. A list that loses all its rows starts again at the row that fits its own list worst.
/// </summary>
internal sealed class CentroidTraining(CompactRows rows, InvertedFileOptions options, CancellationToken cancellationToken)
{
    private const int LeastRows = 39;

    /// <summary>The centroids, of length 1 or 0.</summary>
    public float[][] Run()
    {
        if (options.Lists < 1 || options.SampleRows < 1 || options.Rounds < 0 || options.Threads < 1)
            throw new InvalidInputException("Lists, rows of the sample for each and threads are one at least, and rounds not negative.");
        var lists = (int)Math.Max(1, Math.Min(options.Lists ?? 4 * Math.Sqrt(rows.Count), rows.Count / LeastRows));
        var random = new Random(options.Seed);
        var sample = Sample(random, rows.Count, (int)Math.Min(rows.Count, Math.Max((long)lists * options.SampleRows, LeastRows)));
        var selected = new SelectedRows(rows, sample);
        var centroids = First(random, selected, lists);
        int[]? before = null;
        for (var round = 0; round < options.Rounds && sample.Length > 0; round++)
        {
            var assigned = new CentroidAssignment(centroids, options.Threads).Run(selected, cancellationToken);
            var list = Array.ConvertAll(assigned, one => one.List);
            if (before?.AsSpan().SequenceEqual(list) == true)
                break;
            centroids = Means(selected, assigned, lists);
            before = list;
        }
        return centroids;
    }

    /// <summary>Numbers, ascending, every choice as likely as any other (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S).</summary>
    private static int[] Sample(Random random, int count, int size)
    {
        var chosen = new int[size];
        for (int row = 0, found = 0; found < size; row++)
            if (random.NextInt64(count - row) < size - found)
                chosen[found++] = row;
        return chosen;
    }

    private static float[][] First(Random random, SelectedRows sample, int lists)
    {
        int[] order = [.. Enumerable.Range(0, sample.Count)];
        random.Shuffle(order);
        var centroids = new float[lists][];
        for (var list = 0; list < lists; list++)
            centroids[list] = list < order.Length ? Unit(sample, order[list]) : new float[sample.Dimensions];
        return centroids;
    }

    private float[][] Means(SelectedRows sample, Assigned[] assigned, int lists)
    {
        var table = new ListTable(Array.ConvertAll(assigned, one => one.List), lists);
        var means = new float[lists][];
        RowWork.Run(lists, 1, options.Threads, (_, list, _) =>
        {
            var (sum, row) = (new float[sample.Dimensions], new float[sample.Dimensions]);
            foreach (var position in table[list])
            {
                sample.Dequantize(position, row);
                TensorPrimitives.Add<float>(sum, row, sum);
            }
            means[list] = Normalize(sum);
        }, cancellationToken);
        int[] empty = [.. Enumerable.Range(0, lists).Where(list => table[list].IsEmpty)];
        int[] misfits = empty.Length == 0 ? [] : [.. Enumerable.Range(0, assigned.Length).OrderBy(position => assigned[position].Similarity).Take(empty.Length)];
        foreach (var (list, position) in empty.Zip(misfits))
            means[list] = Unit(sample, position);
        return means;
    }

    private static float[] Unit(SelectedRows sample, int position)
    {
        var row = new float[sample.Dimensions];
        sample.Dequantize(position, row);
        return Normalize(row);
    }

    private static float[] Normalize(float[] vector)
    {
        var squared = 0.0;
        foreach (var value in vector)
            squared += (double)value * value;
        return squared > 0 ? Array.ConvertAll(vector, value => (float)(value / Math.Sqrt(squared))) : vector;
    }
}
