using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Loci.Tensors;

/// <summary>
/// NumPy's array file (.npy, versions 1 to 3): floating-point arrays, little-endian, row-major.
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
/// </summary>
public static class NpyFile
{
    private const int PrefixLength = 8; // magic (6), major, minor
    private const int MaximumHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array of float16, float32 or float64; the tensor is named after the file.</summary>
    /// <exception cref="InvalidInputException">There is no such file, it is damaged, or it holds something else: objects, integers, big-endian or column-major data.</exception>
    public static TensorData Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            NpyHeader header = ReadHeader(path, stream);
            long expected = header.Type.ByteLength(header.Shape) ?? long.MaxValue;
            long found = stream.Length - stream.Position;
            if (expected != found || found > Array.MaxLength)
            {
                string shape = string.Join(", ", header.Shape);
                throw Invalid(path, $"shape ({shape}) of {header.Type.FileName()} needs {expected} bytes (at most {Array.MaxLength} are possible), and {found} follow its header");
            }
            var bytes = new byte[found];
            stream.ReadExactly(bytes);
            return new TensorData(Path.GetFileNameWithoutExtension(path), header.Type, header.Shape, bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a float32 matrix of <paramref name="values"/>.Length / <paramref name="columns"/> rows (version 1.0), atomically.</summary>
    public static void Write(string path, ReadOnlySpan<float> values, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length % columns != 0)
        {
            throw new ArgumentException($"{values.Length} values do not fill rows of {columns}.", nameof(values));
        }
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({values.Length / columns}, {columns}), }}");
        int length = (PrefixLength + 2 + text.Length + 1 + 63) / 64 * 64 - PrefixLength - 2; // data starts at a multiple of 64
        byte[] bytes = new byte[PrefixLength + 2 + length + ((long)values.Length * sizeof(float))];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(PrefixLength), (ushort)length);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n", bytes.AsSpan(PrefixLength + 2));
        MemoryMarshal.AsBytes(values).CopyTo(bytes.AsSpan(PrefixLength + 2 + length));
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private static NpyHeader ReadHeader(string path, FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[ForeignFormat.HeadLength];
        int read = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (read < PrefixLength + sizeof(uint) || !prefix.StartsWith(Magic) || prefix[6] is < 1 or > 3)
        {
            string? other = prefix.StartsWith(Magic) ? null : ForeignFormat.Describe(prefix[..read]);
            throw Invalid(path, other ?? "it does not begin as a .npy file of version 1 to 3 does");
        }
        bool wide = prefix[6] > 1;
        uint length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]);
        stream.Position = PrefixLength + (wide ? sizeof(uint) : sizeof(ushort));
        if (length > Math.Min(MaximumHeader, stream.Length - stream.Position))
        {
            throw Invalid(path, $"it announces a header of {length} bytes, more than it has or than is sensible");
        }
        var text = new byte[length];
        stream.ReadExactly(text);
        NpyHeader? header = NpyHeader.Parse(Encoding.UTF8.GetString(text), out string fault);
        return header ?? throw Invalid(path, fault);
    }

    private static InvalidInputException Invalid(string path, string what) => new($"{path}: not a usable .npy file: {what}.");
}
