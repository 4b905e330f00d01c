using Loci.Tensors;

namespace Loci.Tests.Tensors;

public sealed class MatrixFileTests : IDisposable
{
    private static readonly float[] Values = [1, 2, 3, 4, 5, 6, 0.5f, -8];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_of_every_type_and_format_are_read_where_they_lie()
    {
        NpyFile.Write(_folder.File("a.npy"), Values, 2);
        SafetensorsWriter.Write(_folder.File("a.safetensors"),
        [
            TensorData.FromSingles("other", [9, 9], 1, 2),
            TensorData.FromSingles("single", Values, 4, 2),
            TensorData.FromSinglesAsHalf("half", Values, 4, 2),
            TensorData.FromSinglesAsBFloat16("brain", Values, 4, 2),
            TensorData.FromDoubles("double", [.. Values.Select(v => (double)v)], 4, 2),
        ]);
        AssertRows(_folder.File("a.npy"), "any", 8);
        AssertRows(_folder.File("a.safetensors"), "single", 8);
        AssertRows(_folder.File("a.safetensors"), "half", 4);
        AssertRows(_folder.File("a.safetensors"), "brain", 4);
        AssertRows(_folder.File("a.safetensors"), "double", 16);
    }

    [Theory]
    [InlineData(1L << 30)]
    [InlineData((1L << 31) - 1)]
    public void Rows_wider_than_a_buffer_are_refused_even_where_there_are_none(long width)
    {
        SafetensorsWriter.Write(_folder.File("wide.safetensors"), [TensorData.FromSingles("a", [], 0, width)]);
        Assert.Contains("rows of", Refused("wide.safetensors", "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_matrix_is_refused()
    {
        SafetensorsWriter.Write(_folder.File("two.safetensors"), [TensorData.FromSingles("a", [1], 1, 1), TensorData.FromSingles("b", [1], 1)]);
        Assert.Contains("a, b", Refused("two.safetensors", "candidates"), StringComparison.Ordinal);
        Assert.Contains("shape (1)", Refused("two.safetensors", "b"), StringComparison.Ordinal);
        Assert.Contains("found no file", Refused("none.npy", "a"), StringComparison.Ordinal);
        SafetensorsWriter.Write(_folder.File("whole.safetensors"), [TensorData.FromInt64s("a", [1, 2], 1, 2)]);
        using MatrixFile integers = MatrixFile.Open(_folder.File("whole.safetensors"), "a");
        Assert.Contains("I64", Assert.Throws<InvalidInputException>(integers.ReadAll).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_gets_shorter_is_told()
    {
        NpyFile.Write(_folder.File("a.npy"), Values, 2);
        using MatrixFile file = MatrixFile.Open(_folder.File("a.npy"), "a");
        using (FileStream stream = new FileStream(_folder.File("a.npy"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(stream.Length - 4);
        }
        Assert.Equal([1f, 2], Row(file, 0));
        Assert.Contains("got shorter", Assert.Throws<InvalidInputException>(() => Row(file, 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_outside_are_refused()
    {
        NpyFile.Write(_folder.File("a.npy"), Values, 2);
        using MatrixFile file = MatrixFile.Open(_folder.File("a.npy"), "a");
        Assert.Throws<ArgumentOutOfRangeException>(() => Row(file, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Row(file, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(0, new float[3]));
    }

    private static void AssertRows(string path, string tensor, int rowBytes)
    {
        using MatrixFile file = MatrixFile.Open(path, tensor);
        Assert.Equal((4, 2, rowBytes), (file.Count, file.Dimensions, file.RowBytes));
        Assert.Equal(Values, file.ReadAll());
        Assert.Equal([5f, 6], Row(file, 2));
    }

    private static float[] Row(MatrixFile file, int row)
    {
        var values = new float[2];
        file.Read(row, values);
        return values;
    }

    private string Refused(string name, string tensor) => Assert.Throws<InvalidInputException>(() => MatrixFile.Open(_folder.File(name), tensor)).Message;
}
