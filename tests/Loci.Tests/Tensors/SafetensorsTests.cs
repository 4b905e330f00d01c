using System.Buffers.Binary;
using System.Text;
using Loci.Tensors;

namespace Loci.Tests.Tensors;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_comes_back_as_it_went()
    {
        string path = _folder.File("all.safetensors");
        TensorData[] tensors = [.. Enum.GetValues<TensorType>().Select((type, i) => Bytes($"t{i}é\n", type, 2, 3))];
        SafetensorsWriter.Write(path, [.. tensors, Bytes("scalar", TensorType.I64), Bytes("none", TensorType.F32, 0, 7)], new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt \"ü\"" });
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(tensors.Length + 2, file.Tensors.Count);
        Assert.Equal("pt \"ü\"", file.Metadata["format"]);
        foreach (TensorData tensor in tensors)
        {
            TensorEntry entry = file.Tensors[tensor.Name];
            Assert.Equal(tensor.Type, entry.Type);
            Assert.Equal(tensor.Shape, entry.Shape);
            Assert.Equal(6, entry.Count);
            Assert.Equal(0, entry.Offset % tensor.Type.Size());
            Assert.Equal(tensor.Bytes.ToArray(), file.Bytes(tensor.Name).ToArray());
        }
        Assert.Empty(file.Tensors["scalar"].Shape);
        Assert.Equal(1, file.Tensors["scalar"].Count);
        Assert.Empty(file.ReadSingles("none"));
        Assert.Equal(file.Bytes("t0é\n")[8..16].ToArray(), file.Bytes("t0é\n", 8, 8).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Bytes("t0é\n", 41, 8).Length);
    }

    [Fact]
    public void Floating_point_numbers_widen_exactly()
    {
        float[] halves = [0, -0f, 1, -1.5f, 65504, 5.9604645e-8f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0.333251953125f];
        string path = Write(TensorData.FromSinglesAsHalf("half", halves, 10), TensorData.FromSingles("single", halves, 2, 5),
            TensorData.FromDoubles("double", [0.1, 1e300, float.MaxValue], 3), TensorData.FromSinglesAsBFloat16("brain", [1, -2.5f, float.MaxValue, float.NaN], 4));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(halves, file.ReadSingles("half"));
        Assert.Equal(halves, file.ReadSingles("single"));
        Assert.Equal(halves.Select(v => (double)v), file.ReadDoubles("half"));
        Assert.Equal([0.1, 1e300, float.MaxValue], file.ReadDoubles("double"));
        Assert.Equal([0.1f, float.PositiveInfinity, float.MaxValue], file.ReadSingles("double"));
        Assert.Equal([1, -2.5f, float.PositiveInfinity, float.NaN], file.ReadSingles("brain"));
        Assert.Equal([1, -2.5, double.PositiveInfinity, double.NaN], file.ReadDoubles("brain"));
    }

    [Fact]
    public void Integers_widen_exactly()
    {
        string path = Write(
            TensorData.FromInt64s("i64", [long.MinValue, long.MaxValue], 2),
            new("i32", TensorType.I32, [2], new byte[] { 0, 0, 0, 0x80, 255, 255, 255, 0x7F }),
            new("i16", TensorType.I16, [2], new byte[] { 0, 0x80, 255, 0x7F }),
            new("i8", TensorType.I8, [2], new byte[] { 0x80, 0x7F }),
            new("u8", TensorType.U8, [2], new byte[] { 0, 255 }),
            new("bool", TensorType.Bool, [2], new byte[] { 0, 1 }));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal([long.MinValue, long.MaxValue], file.ReadInt64s("i64"));
        Assert.Equal([int.MinValue, int.MaxValue], file.ReadInt64s("i32"));
        Assert.Equal([short.MinValue, short.MaxValue], file.ReadInt64s("i16"));
        Assert.Equal([-128, 127], file.ReadInt64s("i8"));
        Assert.Equal([0, 255], file.ReadInt64s("u8"));
        Assert.Equal([0, 1], file.ReadInt64s("bool"));
        Assert.Contains("I32", Assert.Throws<InvalidInputException>(() => file.ReadSingles("i32")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => file.ReadDoubles("u8"));
    }

    [Fact]
    public void BFloat16_rounds_to_nearest_and_ties_to_even()
    {
        (uint Single, ushort Brain)[] pairs =
        [
            (0x3F80_0000, 0x3F80), (0x3F80_7FFF, 0x3F80), (0x3F80_8000, 0x3F80), (0x3F80_8001, 0x3F81), (0x3F81_8000, 0x3F82),
            (0x8000_0000, 0x8000), (0x7F7F_FFFF, 0x7F80), (0x7F80_0000, 0x7F80), (0xFF80_0000, 0xFF80), (0x7F80_0001, 0x7FC0), (0x0000_8001, 0x0001),
        ];
        float[] singles = [.. pairs.Select(p => BitConverter.UInt32BitsToSingle(p.Single))];
        var brains = new ushort[pairs.Length];
        BFloat16.Narrow(singles, brains);
        Assert.Equal(pairs.Select(p => p.Brain), brains);
    }

    [Fact]
    public void Every_BFloat16_survives_widening_and_narrowing()
    {
        ushort[] all = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];
        var singles = new float[all.Length];
        var back = new ushort[all.Length];
        BFloat16.Widen(all, singles);
        BFloat16.Narrow(singles, back);
        Assert.All(all, bits => Assert.True(back[bits] == bits || (float.IsNaN(singles[bits]) && back[bits] == (bits | 0x40))));
    }

    [Fact]
    public void Equal_tensors_make_equal_files_in_any_order()
    {
        TensorData a = TensorData.FromSingles("a", [1], 1), b = TensorData.FromInt64s("b", [2], 1);
        SafetensorsWriter.Write(_folder.File("1"), [a, b]);
        SafetensorsWriter.Write(_folder.File("2"), [b, a]);
        Assert.Equal(File.ReadAllBytes(_folder.File("1")), File.ReadAllBytes(_folder.File("2")));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        string path = Write(TensorData.FromSingles("a", [1], 1));
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [TensorData.FromSingles("a", [1], 2)]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [TensorData.FromSingles("a", [1], 1), TensorData.FromSingles("a", [1], 1)]));
        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(before);
            throw new IOException("disk full");
        }));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(_folder.Names);
        Assert.Throws<InvalidInputException>(() => SafetensorsWriter.Write(_folder.File("no/such/folder"), []));
    }

    [Fact]
    public void A_closed_file_gives_nothing()
    {
        SafetensorsFile file = SafetensorsFile.Open(Write(TensorData.FromSingles("a", [1], 1)));
        Assert.Throws<InvalidInputException>(() => file.ReadSingles("b"));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.ReadSingles("a"));
    }

    [Fact]
    public void A_header_that_leaves_the_data_unaligned_is_read()
    {
        string path = WriteRaw("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", [0, 0, 0x80, 0x3F]);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal([1f], file.ReadSingles("a"));
    }

    private string Write(params TensorData[] tensors)
    {
        SafetensorsWriter.Write(_folder.File("file.safetensors"), tensors);
        return _folder.File("file.safetensors");
    }

    private string WriteRaw(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, text.Length);
        return _folder.File("raw.safetensors", [.. prefix, .. text, .. data]);
    }

    private static TensorData Bytes(string name, TensorType type, params long[] shape)
    {
        var bytes = new byte[shape.Aggregate(1L, (a, b) => a * b) * type.Size()];
        new Random(name.Length + (int)type).NextBytes(bytes);
        return new TensorData(name, type, shape, bytes);
    }
}
