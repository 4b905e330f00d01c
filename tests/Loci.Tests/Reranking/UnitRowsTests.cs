using CsCheck;
using Loci.Reranking;

namespace Loci.Tests.Reranking;

public sealed class UnitRowsTests
{
    [Fact]
    public void Every_row_is_divided_by_its_length() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int, Gen.Float[-30, 30]).Sample((count, dimensions, seed, exponent) =>
    {
        var random = new Random(seed);
        float scale = MathF.Pow(10, exponent);
        float[][] rows = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimensions).Select(_ => scale * (random.NextSingle() - 0.5f)).ToArray())];
        using var units = new UnitRows();
        ReadOnlyMemory<float>[] found = units.Of([.. rows.Select(row => (ReadOnlyMemory<float>)row)]);
        for (int i = 0; i < count; i++)
        {
            double norm = Math.Sqrt(rows[i].Sum(value => (double)value * value));
            Assert.All(rows[i].Zip(found[i].ToArray()), pair => Assert.Equal(norm == 0 ? 0 : pair.First / norm, pair.Second, 1e-7));
        }
    }, iter: 200);

    [Fact]
    public void Rows_of_several_blocks_and_of_more_than_one_block_keep_apart()
    {
        foreach (int dimensions in (int[])[100_000, 300_000]) // two to a block; each its own
        {
            using var units = new UnitRows();
            ReadOnlyMemory<float>[] rows = [.. Enumerable.Range(0, 5).Select(i => (ReadOnlyMemory<float>)Axis(i, dimensions, 7))];
            ReadOnlyMemory<float>[] found = units.Of(rows);
            Assert.All(found.Index(), row => Assert.True(row.Item.Span.SequenceEqual(Axis(row.Index, dimensions, 1))));
        }
    }

    private static float[] Axis(int axis, int dimensions, float length)
    {
        var row = new float[dimensions];
        row[axis] = length;
        return row;
    }
}
