using CsCheck;
using Loci.Indexing.Dense;
using Loci.Vectors;

namespace Loci.Tests.Indexing.Dense;

public sealed class CompactRowsTests
{
    [Fact]
    public void Approximations_are_never_further_from_the_truth_than_their_bounds() => DenseCase.Any.Sample(one =>
    {
        foreach (float[] query in one.Queries)
        {
            double[] scores = new double[one.Rows.Length], errors = new double[one.Rows.Length];
            one.Compact.Score(query, 1, scores, errors, one.Threads);
            Assert.All(one.Rows, (row, r) => Assert.InRange(ExactProduct.Dot(row, ExactProduct.Widen(query)), scores[r] - errors[r], scores[r] + errors[r]));
        }
    });

    [Fact]
    public void Bounds_are_narrow()
    {
        var random = new Random(1);
        var one = new DenseCase([.. Enumerable.Range(0, 50).Select(_ => DenseCase.Unit(random, 768))], [DenseCase.Unit(random, 768)], 768, 1, 0);
        double[] scores = new double[50], errors = new double[50];
        one.Compact.Score(one.Queries[0], 1, scores, errors, 1, TestContext.Current.CancellationToken);
        Assert.All(errors, error => Assert.InRange(error, 1e-4, 0.01));
    }

    [Fact]
    public void Rows_that_come_in_pieces_have_the_codes_of_rows_that_come_at_once() => Gen.Select(DenseCase.Any, Gen.Int[1, 40]).Sample((one, piece) =>
    {
        CompactRows grown = CompactRows.Empty(one.Dimensions);
        foreach (float[][] rows in one.Rows.Chunk(piece))
        {
            grown = grown.Append(new ArrayRows(rows.SelectMany(row => row).ToArray(), one.Dimensions), one.Threads);
        }
        AssertSame(one.Compact, grown);
    });

    [Fact]
    public void Rows_that_come_one_by_one_make_few_blocks_and_earlier_versions_stay_as_they_were()
    {
        var random = new Random(3);
        CompactRows rows = CompactRows.Empty(20);
        var versions = new List<CompactRows>();
        for (int i = 0; i < 300; i++)
        {
            rows = rows.Append(new ArrayRows(DenseCase.Unit(random, 20), 20), 1, TestContext.Current.CancellationToken);
            versions.Add(rows);
            Assert.InRange(rows.Blocks.Count, 1, 9);
        }
        Assert.Equal(Enumerable.Range(1, 300), versions.Select(version => version.Count));
        Assert.All(versions, version => Assert.Equal(Codes(rows)[..version.Count], Codes(version)));
    }

    [Fact]
    public void Leaving_rows_out_gives_what_the_others_give_alone() => Gen.Select(DenseCase.Any, Gen.Int[0, 100]).Sample((one, percent) =>
    {
        var random = new Random(one.Seed);
        int[] gone = [.. Enumerable.Range(0, one.Rows.Length).Where(_ => random.Next(100) < percent)];
        float[][] kept = [.. one.Rows.Where((_, row) => !gone.Contains(row))];
        random.Shuffle(gone);
        AssertSame((one with { Rows = kept }).Compact, one.Compact.Without([.. gone, .. gone.Take(1)]));
        FloatRows without = one.Float.Without(gone);
        var values = new float[kept.Length * one.Dimensions];
        without.Read(0, values);
        Assert.Equal(kept.SelectMany(row => row), values);
    });

    [Fact]
    public void Blocks_that_lose_no_row_are_shared()
    {
        var random = new Random(4);
        var (many, few) = (Made(random, 100), Made(random, 10));
        CompactRows rows = CompactRows.Empty(8).Append(many, cancellationToken: TestContext.Current.CancellationToken).Append(few, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, rows.Blocks.Count);
        Assert.Same(rows.Blocks[0], rows.Without([105]).Blocks[0]);
        Assert.Same(rows.Blocks[1], rows.Without([5]).Blocks[1]);
        Assert.Same(rows.Blocks[0], rows.Without(Enumerable.Range(100, 10)).Blocks.Single());
        Assert.Contains("row 110", Assert.Throws<InvalidInputException>(() => rows.Without([110])).Message, StringComparison.Ordinal);
        Assert.Contains("row -1", Assert.Throws<InvalidInputException>(() => rows.Without([3, -1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_stay_below_their_limit()
    {
        CompactRows rows = CompactRows.Empty(65_536).Append(new Repeated(1030, 65_536), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1024, 6], rows.Blocks.Select(block => block.Count));
        Assert.All(rows.Blocks, block => Assert.True(block.Codes.Length <= 64 << 20));
    }

    [Fact]
    public void What_was_kept_makes_the_same_rows_again() => DenseCase.Any.Sample(one =>
    {
        CompactBlock[] kept = [.. one.Compact.Blocks.Select(block => CompactBlock.FromArrays(one.Dimensions, block.Codes.ToArray(), block.Scales.ToArray(), block.Residuals.ToArray()))];
        AssertSame(one.Compact, CompactRows.FromBlocks(one.Dimensions, kept));
    });

    [Fact]
    public void Arrays_that_cannot_be_a_block_are_refused()
    {
        Refused("64 codes", new sbyte[63], [1, 1], [0, 0]);
        Refused("2 residuals", new sbyte[64], [1, 1], [0]);
        Refused("finite", new sbyte[64], [1, float.NaN], [0, 0]);
        Refused("finite", new sbyte[64], [1, 1], [0, -1]);
        Refused("finite", new sbyte[64], [1, 1], [0, float.PositiveInfinity]);
        Refused("-128", [.. new sbyte[32], -128, .. new sbyte[31]], [1, 1], [0, 0]);
        Refused("row 1", [.. new sbyte[63], 1], [1, 1], [0, 0]);
        CompactBlock block = CompactBlock.FromArrays(30, new sbyte[64], [1, 1], [0, 0]);
        Assert.Throws<InvalidInputException>(() => CompactRows.FromBlocks(31, [block]));

        static void Refused(string expected, sbyte[] codes, float[] scales, float[] residuals) =>
            Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => CompactBlock.FromArrays(30, codes, scales, residuals)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e20f)]
    public void Vectors_without_usable_numbers_are_refused(float value)
    {
        float[] rows = [1, 0, 0, 1, 1, value];
        Assert.Contains("Vector 2", Assert.Throws<InvalidInputException>(() => CompactRows.Empty(2).Append(new ArrayRows(rows, 2), cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("Vector 2", Assert.Throws<InvalidInputException>(() => FloatRows.Empty(2).Append(rows, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        FloatRows whole = FloatRows.Empty(2).Append(rows.AsMemory(0, 4), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("Query 1", Assert.Throws<InvalidInputException>(() => whole.Nearest([[1, 0], [value, 1]], new(), cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<InvalidInputException>(() => CompactRows.Empty(0));
        Assert.Throws<InvalidInputException>(() => CompactRows.Empty(65_537));
        Assert.Throws<InvalidInputException>(() => CompactRows.Empty(3).Append(new ArrayRows(new float[4], 2), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<InvalidInputException>(() => FloatRows.Empty(3).Append(new float[4], cancellationToken: TestContext.Current.CancellationToken));
    }

    private static void AssertSame(CompactRows expected, CompactRows actual)
    {
        Assert.Equal(Codes(expected), Codes(actual));
        Assert.Equal(expected.Blocks.SelectMany(block => block.Scales.ToArray()), actual.Blocks.SelectMany(block => block.Scales.ToArray()));
        Assert.Equal(expected.Blocks.SelectMany(block => block.Residuals.ToArray()), actual.Blocks.SelectMany(block => block.Residuals.ToArray()));
    }

    private static sbyte[][] Codes(CompactRows rows) => [.. rows.Blocks.SelectMany(block => block.Codes.ToArray().Chunk(block.Stride))];

    private static ArrayRows Made(Random random, int rows) => new(Enumerable.Range(0, rows).SelectMany(_ => DenseCase.Unit(random, 8)).ToArray(), 8);

    /// <summary>The same row again and again, in no memory.</summary>
    private sealed record Repeated(int Count, int Dimensions) : IVectorRows
    {
        public void Read(int first, Span<float> rows) => rows.Fill(1 / MathF.Sqrt(Dimensions));
    }
}
