using CsCheck;
using Loci.Embedding;
using Loci.Memories;
using Loci.Memories.Storage;
using Loci.Tests.Embedding;

namespace Loci.Tests.Memories;

/// <summary>An index that has grown and shrunk is the index that would be made of what is left, to the bit.</summary>
public sealed class MemoryIndexTests
{
    private static readonly SumEmbedder Embedder = new(new WeightedEmbedder(new LexicalEmbedder(), 1), new WeightedEmbedder(new LetterEmbedder(), 1));
    private static readonly Gen<string> Text = Gen.Char['a', 'e'].Array[0, 6].Select(words => string.Join(' ', words));

    [Fact]
    public void Taking_chunks_out_is_as_never_having_had_them() =>
        Gen.Select(Text.Array[1, 40], Text.Array[0, 10], Gen.Int[1, 45].Array[0, 45]).Sample((before, after, drawn) =>
        {
            var (first, later) = (Rows(before, 1), Rows(after, before.Length + 1));
            long[] removed = [.. drawn.Distinct().Order().Select(chunk => (long)chunk)];
            ChunkRow[] left = [.. first.Where(row => !removed.Contains(row.Id))];
            var shrunk = Empty.Extend(1, first, CancellationToken.None).Without(removed, chunk => first.Single(row => row.Id == chunk).Checksum).Extend(2, later, CancellationToken.None);
            Assert.Equal(Bytes(Empty.Extend(2, left.Concat(later), CancellationToken.None)), Bytes(shrunk));
        }, iter: 300);

    [Fact]
    public void Nothing_is_copied_where_nothing_goes()
    {
        var index = Empty.Extend(1, Rows(["a b", "c"], 1), CancellationToken.None);
        Assert.Same(index, index.Without([7, 9], _ => throw new InvalidOperationException("The last chunk has not changed.")));
    }

    [Fact]
    public void Many_chunks_are_scored_in_pieces_as_one_by_one()
    {
        var (random, lexical) = (new Random(1), new LexicalEmbedder());
        string[] texts = [.. Enumerable.Range(0, 70_001).Select(_ => FormattableString.Invariant($"w{random.Next(200)} w{random.Next(200)} w{random.Next(3)}"))];
        var rows = lexical.Embed(texts, CancellationToken.None).Select((features, i) => new ChunkRow(i + 1, i + 1, 0, [], 1, features, i));
        var scores = new double[texts.Length];
        MemoryIndex.Empty(lexical.Parts).Extend(1, rows, CancellationToken.None).Parts[0].Score(lexical.Embed(["w1 w2 w50 w199"], CancellationToken.None)[0], 1, scores);
        var naive = new NaiveSearch(lexical, texts);
        foreach (var row in (int[])[0, 1, 32_766, 32_767, 32_768, 32_769, 65_535, 65_536, 69_999, 70_000])
            Assert.Equal(naive.Kernel("w1 w2 w50 w199", texts[row]), scores[row], 1e-6);
        Assert.True(scores.Count(score => score > 0) > 10_000);
    }

    private static MemoryIndex Empty => MemoryIndex.Empty(Embedder.Parts);

    private static ChunkRow[] Rows(string[] texts, long first) =>
        [.. Embedder.Embed(texts, CancellationToken.None).Select((features, i) => new ChunkRow(first + i, first + i, 0, System.Text.Encoding.UTF8.GetBytes(texts[i]), 1, features, 100 + first + i))];

    /// <summary>All of an index, its numbers to the bit.</summary>
    private static byte[] Bytes(MemoryIndex index)
    {
        using var stream = new MemoryStream();
        using var writer = new DerivedWriter(stream);
        writer.Number(index.LastChecksum);
        writer.Array<long>(index.Chunks);
        writer.Array<long>(index.Documents);
        foreach (var part in index.Parts)
        {
            var scores = new double[index.Chunks.Length];
            part.Score(Embedder.Embed(["a b c"], CancellationToken.None)[0], 1, scores);
            writer.Array<double>(scores);
            part.Save(writer);
        }
        writer.Finish();
        return stream.ToArray();
    }
}
