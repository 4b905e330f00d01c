using CsCheck;
using Loci.Ingest;
using Loci.Tensors;
using Loci.Tests.Support;

namespace Loci.Tests.Ingest;

public sealed class VectorDocumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v.npy")]
    [InlineData("v.safetensors")]
    public void Every_text_comes_with_its_row(string file)
    {
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 1500]).Sample((count, width) =>
        {
            var rows = new float[count * width];
            for (var i = 0; i < rows.Length; i++) rows[i] = 1 + i % 17;
            var vectors = Write(file, rows, width);
            var documents = _folder.Write("d.jsonl", string.Concat(Enumerable.Range(0, count).Select(i => $"{{\"text\":\"text {i}\",\"n\":{i}}}\n\n")));
            using var pairs = VectorDocuments.Open(vectors, documents, cancellationToken: Stop);
            var read = pairs.Read(Stop).ToList();
            Assert.Equal(count, read.Count);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(($"text {i}", $"{Path.GetFullPath(documents)}#{2 * i + 1}", $"{i}"), (read[i].Document.Text, read[i].Document.Source, read[i].Document.Meta!["n"]));
                Assert.True(read[i].Document.Replaces);
                var norm = Math.Sqrt(rows.Skip(i * width).Take(width).Sum(x => (double)x * x));
                for (var j = 0; j < width; j++) Assert.Equal(rows[i * width + j] / norm, read[i].Vector[j], 1e-6);
            }
        }, iter: 10, threads: 1);
    }

    [Fact]
    public void Only_rows_of_another_length_are_scaled_and_counted()
    {
        using var pairs = VectorDocuments.Open(Write("v.npy", [0.6f, 0.8f, 3, 4, 0, 0, 1e-30f, 0, 3e38f, 3e38f], 2), Texts(5), cancellationToken: Stop);
        var vectors = pairs.Read(Stop).Select(pair => pair.Vector).ToList();
        Assert.Equal([0.6f, 0.8f], vectors[0]);
        Assert.Equal([0.6f, 0.8f], vectors[1]);
        Assert.Equal([0, 0], vectors[2]);
        Assert.Equal([1, 0], vectors[3]);
        Assert.Equal(Math.Sqrt(0.5), vectors[4][1], 1e-6);
        Assert.Equal((3, 2), (pairs.Normalised, pairs.Dimensions));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_row_that_holds_no_number_is_refused_by_its_number(float bad)
    {
        using var pairs = VectorDocuments.Open(Write("v.npy", [1, 0, 0, bad], 2), Texts(2), cancellationToken: Stop);
        var error = Assert.Throws<InvalidInputException>(() => pairs.Read(Stop).ToList());
        Assert.Contains("row 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Another_number_of_rows_than_lines_is_refused_before_anything_is_read(int lines)
    {
        var error = Assert.Throws<InvalidInputException>(() => VectorDocuments.Open(Write("v.npy", [1, 0, 0, 1], 2), Texts(lines), cancellationToken: Stop));
        Assert.Contains($"{lines} lines", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_text_is_passed_over_with_its_row()
    {
        var documents = _folder.Write("d.jsonl", "{\"text\":\"one\"}\n{\"body\":\"two\"}\n{\"text\":\"three\"}\n");
        var vectors = Write("v.npy", [1, 0, 0, 1, -1, 0], 2);
        using var pairs = VectorDocuments.Open(vectors, documents, cancellationToken: Stop);
        Assert.Equal([("one", 1f), ("three", -1f)], pairs.Read(Stop).Select(pair => (pair.Document.Text, pair.Vector[0])));
        Assert.Equal((1, $"{Path.GetFullPath(documents)}#2"), (pairs.Skipped, pairs.Problems[0].Source));
        using var strict = VectorDocuments.Open(vectors, documents, new IngestOptions { Strict = true }, Stop);
        Assert.Throws<InvalidInputException>(() => strict.Read(Stop).ToList());
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        Assert.Throws<InvalidInputException>(() => VectorDocuments.Open(Write("v.npy", [1], 1), _folder.At("none.jsonl"), cancellationToken: Stop));
        Assert.Throws<InvalidInputException>(() => VectorDocuments.Open(_folder.At("none.npy"), Texts(1), cancellationToken: Stop));
    }

    private string Texts(int count) => _folder.Write($"t{count}.jsonl", string.Concat(Enumerable.Range(0, count).Select(i => $"{{\"text\":\"text {i}\"}}\n")));

    private string Write(string name, float[] rows, int width)
    {
        var path = _folder.At(name);
        if (name.EndsWith(".npy", StringComparison.Ordinal)) NpyFile.Write(path, rows, width);
        else SafetensorsWriter.Write(path, [TensorData.FromSingles("embeddings", rows, rows.Length / width, width)]);
        return path;
    }
}
