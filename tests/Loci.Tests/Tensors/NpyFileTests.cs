using System.Runtime.InteropServices;
using System.Text;
using Loci.Tensors;
using Loci.Vectors;

namespace Loci.Tests.Tensors;

public sealed class NpyFileTests : IDisposable
{
    private const string Good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_matrix_written_block_by_block_is_the_matrix()
    {
        float[] values = [.. Enumerable.Range(0, 3 * 700_000).Select(i => (float)i)]; // rows longer than half a block: one at a time
        string path = _folder.File("large.npy");
        NpyFile.Write(path, new ArrayRows(values, 700_000), TestContext.Current.CancellationToken);
        TensorData read = NpyFile.Read(path);
        Assert.Equal([3, 700_000], read.Shape);
        Assert.Equal(values, read.ToSingles());
        Assert.Throws<OperationCanceledException>(() => NpyFile.Write(_folder.File("cancelled.npy"), new ArrayRows(values, 700_000), new CancellationToken(canceled: true)));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_matrix_comes_back_as_it_went()
    {
        string path = _folder.File("candidates.npy");
        NpyFile.Write(path, [1, 2, 3, 4, 5, float.Epsilon], 3);
        TensorData read = NpyFile.Read(path);
        Assert.Equal("candidates", read.Name);
        Assert.Equal([2L, 3L], read.Shape);
        Assert.Equal([1, 2, 3, 4, 5, float.Epsilon], read.ToSingles());
        Assert.Equal(0, (new FileInfo(path).Length - 24) % 64);
        Assert.Throws<ArgumentException>(() => NpyFile.Write(path, [1, 2, 3], 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_versions_and_widths_are_read(byte version)
    {
        byte[] singles = MemoryMarshal.AsBytes<float>([1.5f, -2]).ToArray();
        Assert.Equal([1.5f, -2], NpyFile.Read(Npy(version, Good, singles)).ToSingles());
        byte[] halves = MemoryMarshal.AsBytes<Half>([(Half)1.5, (Half)(-2)]).ToArray();
        Assert.Equal([1.5, -2], NpyFile.Read(Npy(version, Good.Replace("<f4", "<f2", StringComparison.Ordinal), halves)).ToDoubles());
        byte[] doubles = MemoryMarshal.AsBytes<double>([0.1, 1e300]).ToArray();
        Assert.Equal([0.1, 1e300], NpyFile.Read(Npy(version, Good.Replace("<f4", "<f8", StringComparison.Ordinal), doubles)).ToDoubles());
    }

    [Fact]
    public void A_scalar_is_read()
    {
        TensorData scalar = NpyFile.Read(Npy(1, Good.Replace("(2,)", "()", StringComparison.Ordinal), new byte[4]));
        Assert.Empty(scalar.Shape);
        Assert.Equal([0f], scalar.ToSingles());
    }

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", "'>f4'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "'|O'")]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", "'<i8'")]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,), }", "structured")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }", "column-major")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "needs 12 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "not a list of sizes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "not a list of sizes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387905, 4), }", "needs")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "lacks")]
    [InlineData("", "lacks")]
    public void A_header_that_cannot_be_used_is_refused(string header, string fault) => Refused(Npy(1, header, new byte[8]), fault);

    [Fact]
    public void Other_formats_and_damage_are_refused()
    {
        Refused(_folder.File("a", "PK\x03\x04 and the rest of an npz"u8), "zip archive");
        Refused(_folder.File("b", [0x80, 4, .. new byte[40]]), "pickle");
        Refused(_folder.File("c", [0x93, .. "NUMPY"u8, 9, 0, .. new byte[40]]), "version 1 to 3");
        Refused(_folder.File("d", [0x93, .. "NUMPY"u8, 1, 0, 255, 255, .. new byte[40]]), "65535 bytes");
        Refused(_folder.File("e", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255, .. new byte[40]]), "4294967295 bytes");
        Refused(_folder.File("none"), "cannot be read");
        byte[] whole = File.ReadAllBytes(Npy(1, Good, new byte[8]));
        for (int length = 0; length < whole.Length; length++)
        {
            Refused(_folder.File("cut", whole.AsSpan(0, length)), "");
        }
    }

    private static void Refused(string path, string fault)
    {
        string message = Assert.Throws<InvalidInputException>(() => NpyFile.Read(path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(fault, message, StringComparison.Ordinal);
    }

    private string Npy(byte version, string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        return _folder.File("array.npy", [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data]);
    }
}
