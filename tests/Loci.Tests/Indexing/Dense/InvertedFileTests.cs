using CsCheck;
using Loci.Indexing.Dense;
using Loci.Vectors;

namespace Loci.Tests.Indexing.Dense;

public sealed class InvertedFileTests
{
    private const int Dimensions = 24;

    [Fact]
    public void All_lists_give_what_a_search_over_all_rows_gives() => DenseCase.Many.Sample(one =>
    {
        InvertedFile file = InvertedFile.Train(one.Compact, new() { Threads = one.Threads, Seed = one.Seed });
        Assert.Equal(one.Compact.Nearest(one.Queries, one.Exact, one.Options).Rows, file.Nearest(one.Queries, one.Exact, file.Lists, one.Options).Rows);
    }, iter: 15);

    [Fact]
    public void Some_lists_give_the_best_of_what_is_in_them() => DenseCase.Many.Sample(one =>
    {
        InvertedFile file = InvertedFile.Train(one.Compact, new() { Threads = one.Threads, Seed = one.Seed });
        int probes = 1 + (one.Seed & 7) % file.Lists;
        int[] promising = [.. Enumerable.Range(0, file.Lists).OrderByDescending(list => one.Queries.Sum(query => Square(file, list, query))).Take(probes)];
        ScoredRow[] expected = DenseCase.Naive(one.Rows, one.Queries, one.Count, row => promising.Contains(file.Assignments.Span[row]));
        Assert.Equal(expected, file.Nearest(one.Queries, one.Exact, probes, one.Options).Rows);
    }, iter: 15);

    [Fact]
    public void Training_is_the_same_for_every_number_of_threads_and_again()
    {
        CompactRows rows = Compact(Clustered(3000, 20, seed: 1));
        InvertedFile alone = InvertedFile.Train(rows, new() { Threads = 1, Seed = 7 }, TestContext.Current.CancellationToken);
        Assert.Equal(76, alone.Lists); // 3000 / 39 is below 4√3000
        foreach (int threads in new[] { 1, 2, 5 })
        {
            InvertedFile other = InvertedFile.Train(rows, new() { Threads = threads, Seed = 7 }, TestContext.Current.CancellationToken);
            Assert.Equal(alone.Centroids.ToArray(), other.Centroids.ToArray());
            Assert.Equal(alone.Assignments.ToArray(), other.Assignments.ToArray());
        }
    }

    [Fact]
    public void Every_row_is_in_the_list_of_a_nearest_centroid()
    {
        float[][] rows = Clustered(2000, 20, seed: 2);
        InvertedFile file = InvertedFile.Train(Compact(rows), cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(rows, (row, r) =>
        {
            double[] products = [.. Enumerable.Range(0, file.Lists).Select(list => ExactProduct.Dot(row, ExactProduct.Widen(Centroid(file, list))))];
            Assert.InRange(products[file.Assignments.Span[r]], products.Max() - 0.04, 1.0001); // int8 may mistake what is as near
        });
    }

    [Fact]
    public void Clusters_are_found_with_few_probes_and_uniform_rows_with_more()
    {
        DenseSearchOptions options = new() { Count = 50 };
        foreach (var (rows, probes, least) in new[] { (Clustered(6000, 40, seed: 3), 10, 0.9), (Uniform(6000, seed: 4), 60, 0.5) })
        {
            CompactRows compact = Compact(rows);
            var exact = new ArrayRows(rows.SelectMany(row => row).ToArray(), Dimensions);
            InvertedFile file = InvertedFile.Train(compact, cancellationToken: TestContext.Current.CancellationToken);
            float[][] queries = [.. rows.Take(20)];
            NearestRows[] truth = compact.NearestEach(queries, exact, options, TestContext.Current.CancellationToken);
            double Recall(int lists) => file.NearestEach(queries, exact, lists, options, TestContext.Current.CancellationToken)
                .Zip(truth, (found, all) => found.Rows.Intersect(all.Rows).Count() / (double)all.Rows.Length).Average();
            Assert.InRange(Recall(probes), least, 1);
            Assert.True(Recall(1) <= Recall(probes));
            Assert.Equal(1, Recall(file.Lists));
        }
    }

    [Fact]
    public void Rows_that_come_later_go_where_they_would_have_gone_at_once_and_it_says_when_they_are_too_many()
    {
        float[][] rows = [.. Clustered(500, 9, seed: 5), .. Uniform(1500, seed: 6)];
        InvertedFile file = InvertedFile.Train(Compact(rows[..500]), cancellationToken: TestContext.Current.CancellationToken);
        InvertedFile atOnce = file.Extend(Compact(rows), 3, TestContext.Current.CancellationToken), byAndBy = file;
        foreach (int count in new[] { 501, 700, 1999 })
        {
            byAndBy = byAndBy.Extend(Compact(rows[..count]), 2, TestContext.Current.CancellationToken);
            Assert.False(byAndBy.ShouldTrain);
        }
        byAndBy = byAndBy.Extend(Compact(rows), 1, TestContext.Current.CancellationToken);
        Assert.True(byAndBy.ShouldTrain);
        Assert.Equal(atOnce.Assignments.ToArray(), byAndBy.Assignments.ToArray());
        Assert.Equal(file.Assignments.ToArray(), byAndBy.Assignments.ToArray()[..500]);
        Assert.Throws<InvalidInputException>(() => atOnce.Extend(file.Rows, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Leaving_rows_out_keeps_the_others_in_their_lists()
    {
        float[][] rows = Clustered(900, 9, seed: 7);
        InvertedFile file = InvertedFile.Train(Compact(rows), cancellationToken: TestContext.Current.CancellationToken);
        int[] gone = [.. Enumerable.Range(0, 900).Where(row => row % 3 != 1)];
        InvertedFile without = file.Without(gone);
        Assert.Equal(300, without.Rows.Count);
        Assert.Equal(file.Assignments.ToArray().Where((_, row) => row % 3 == 1), without.Assignments.ToArray());
        Assert.False(without.ShouldTrain);
        Assert.True(without.Without(Enumerable.Range(0, 200)).ShouldTrain);
        var exact = new ArrayRows(rows.Where((_, row) => row % 3 == 1).SelectMany(row => row).ToArray(), Dimensions);
        Assert.Equal(
            without.Rows.Nearest([rows[0]], exact, new() { Count = 5 }, TestContext.Current.CancellationToken).Rows,
            without.Nearest([rows[0]], exact, without.Lists, new() { Count = 5 }, TestContext.Current.CancellationToken).Rows);
    }

    [Fact]
    public void What_was_kept_makes_the_same_lists_again_and_what_does_not_fit_is_refused()
    {
        CompactRows rows = Compact(Clustered(400, 5, seed: 8));
        InvertedFile file = InvertedFile.Train(rows, cancellationToken: TestContext.Current.CancellationToken);
        float[] centroids = file.Centroids.ToArray();
        int[] assignments = file.Assignments.ToArray();
        InvertedFile again = InvertedFile.FromArrays(rows, centroids, assignments, file.TrainedRows);
        Assert.Equal((file.Lists, file.TrainedRows, file.ShouldTrain), (again.Lists, again.TrainedRows, again.ShouldTrain));
        Assert.Throws<InvalidInputException>(() => InvertedFile.FromArrays(rows, [], assignments, 400));
        Assert.Throws<InvalidInputException>(() => InvertedFile.FromArrays(rows, centroids[1..], assignments, 400));
        Assert.Throws<InvalidInputException>(() => InvertedFile.FromArrays(rows, [float.NaN, .. centroids[1..]], assignments, 400));
        Assert.Throws<InvalidInputException>(() => InvertedFile.FromArrays(rows, centroids, assignments[1..], 400));
        Assert.Throws<InvalidInputException>(() => InvertedFile.FromArrays(rows, centroids, [file.Lists, .. assignments[1..]], 400));
        Assert.Throws<InvalidInputException>(() => InvertedFile.FromArrays(rows, centroids, [-1, .. assignments[1..]], 400));
        Assert.Throws<InvalidInputException>(() => InvertedFile.FromArrays(rows, centroids, assignments, -1));
        Assert.Throws<InvalidInputException>(() => file.Nearest([new float[Dimensions]], new ArrayRows(new float[400 * Dimensions], Dimensions), 0, new(), cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Few_rows_or_none_or_equal_ones_make_lists_too()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        InvertedFile none = InvertedFile.Train(Compact([]), cancellationToken: token);
        Assert.Equal((1, false), (none.Lists, none.ShouldTrain));
        Assert.True(none.Extend(Compact(Uniform(3, seed: 9)), cancellationToken: token).ShouldTrain);
        InvertedFile equal = InvertedFile.Train(Compact([.. Enumerable.Repeat(Uniform(1, seed: 10)[0], 200)]), cancellationToken: token);
        Assert.Equal(5, equal.Lists);
        Assert.Single(equal.Assignments.ToArray().Distinct());
        Assert.Single(InvertedFile.Train(Compact([.. Enumerable.Repeat(new float[Dimensions], 200)]), cancellationToken: token).Assignments.ToArray().Distinct());
    }

    private static CompactRows Compact(float[][] rows) => CompactRows.Empty(Dimensions).Append(new ArrayRows(rows.SelectMany(row => row).ToArray(), Dimensions));

    private static float[][] Uniform(int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => DenseCase.Unit(random, Dimensions))];
    }

    private static float[][] Clustered(int rows, int clusters, int seed)
    {
        var random = new Random(seed);
        float[][] centers = Uniform(clusters, seed + 1000);
        return [.. Enumerable.Range(0, rows).Select(_ =>
        {
            double[] row = [.. centers[random.Next(clusters)].Zip(DenseCase.Unit(random, Dimensions), (center, noise) => center + 0.4 * noise)];
            double norm = Math.Sqrt(row.Sum(value => value * value));
            return row.Select(value => (float)(value / norm)).ToArray();
        })];
    }

    private static float[] Centroid(InvertedFile file, int list) => file.Centroids.Slice(list * Dimensions, Dimensions).ToArray();

    private static double Square(InvertedFile file, int list, float[] query)
    {
        int d = file.Rows.Dimensions;
        double product = ExactProduct.Dot(file.Centroids.Span.Slice(list * d, d), ExactProduct.Widen(query));
        return product * product;
    }
}
