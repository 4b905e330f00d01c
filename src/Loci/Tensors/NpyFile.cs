using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Loci.Vectors;

namespace Loci.Tensors;

/// <summary>
/// NumPy's array file (.npy, versions 1 to 3): floating-point arrays, little-endian, row-major.
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
/// </summary>
public static class NpyFile
{
    private const int PrefixLength = 8; // magic (6), major, minor
    private const int MaximumHeader = 1 << 20;
    private const int BlockLength = 1 << 20; // elements written at a time

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array of float16, float32 or float64; the tensor is named after the file.</summary>
    /// <exception cref="InvalidInputException">There is no such file, it is damaged, or it holds something else: objects, integers, big-endian or column-major data.</exception>
    public static TensorData Read(string path)
    {
        TensorEntry entry = ReadEntry(path);
        if (entry.Length > Array.MaxLength)
        {
            throw Invalid(path, $"its {entry.Length} bytes do not fit an array of at most {Array.MaxLength}");
        }
        return Guarded(path, () =>
        {
            using FileStream stream = File.OpenRead(path);
            stream.Position = entry.Offset;
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return new TensorData(entry.Name, entry.Type, entry.Shape, bytes);
        });
    }

    /// <summary>Where the array lies in its file; nothing but the header is read.</summary>
    /// <exception cref="InvalidInputException">As for <see cref="Read"/>.</exception>
    internal static TensorEntry ReadEntry(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Guarded(path, () =>
        {
            using FileStream stream = File.OpenRead(path);
            NpyHeader header = ReadHeader(path, stream);
            long found = stream.Length - stream.Position;
            if (header.Type.ByteLength(header.Shape) is not { } expected || expected != found)
            {
                string shape = string.Join(", ", header.Shape);
                throw Invalid(path, $"shape ({shape}) of {header.Type.FileName()} needs {header.Type.ByteLength(header.Shape)} bytes, and {found} follow its header");
            }
            return new TensorEntry(Path.GetFileNameWithoutExtension(path), header.Type, header.Shape, stream.Position, found);
        });
    }

    /// <summary>Writes a float32 matrix of <paramref name="values"/>.Length / <paramref name="columns"/> rows (version 1.0), atomically.</summary>
    public static void Write(string path, ReadOnlySpan<float> values, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length % columns != 0)
        {
            throw new ArgumentException($"{values.Length} values do not fill rows of {columns}.", nameof(values));
        }
        Write(path, new ArrayRows(values.ToArray(), columns));
    }

    /// <summary>Writes a float32 matrix (version 1.0), atomically and a block of rows at a time: it may be larger than memory.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="rows">M rows of d elements, read once, in order.</param>
    /// <param name="cancellationToken">Checked between blocks; nothing is left behind.</param>
    public static void Write(string path, IVectorRows rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        byte[] header = HeaderOf(rows.Count, rows.Dimensions);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            int step = Math.Max(1, BlockLength / rows.Dimensions);
            var block = new float[Math.Min(step, rows.Count) * rows.Dimensions];
            for (int first = 0; first < rows.Count; first += step)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<float> some = block.AsSpan(0, Math.Min(step, rows.Count - first) * rows.Dimensions);
                rows.Read(first, some);
                stream.Write(MemoryMarshal.AsBytes(some));
            }
        });
    }

    private static byte[] HeaderOf(int rows, int columns)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        int length = (PrefixLength + 2 + text.Length + 1 + 63) / 64 * 64 - PrefixLength - 2; // data starts at a multiple of 64
        byte[] bytes = new byte[PrefixLength + 2 + length];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(PrefixLength), (ushort)length);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n", bytes.AsSpan(PrefixLength + 2));
        return bytes;
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

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    private static InvalidInputException Invalid(string path, string what) => new($"{path}: not a usable .npy file: {what}.");
}
