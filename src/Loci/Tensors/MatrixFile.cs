using System.Buffers;
using System.Runtime.InteropServices;
using Loci.Vectors;
using Microsoft.Win32.SafeHandles;

namespace Loci.Tensors;

/// <summary>
/// A matrix of vectors in a .npy or .safetensors file, M × d of F32, F16, BF16 (both exact) or F64 (rounded to float32), read a few rows at a time.
/// Rows are read, not mapped: mapped pages count as the process's own memory, and a mapped file that gets shorter kills the process.
/// Safe from any number of threads until disposal.
/// </summary>
public sealed class MatrixFile : IVectorRows, IDisposable
{
    private readonly string _path;
    private readonly TensorEntry _entry;
    private readonly SafeFileHandle _file;

    private MatrixFile(string path, TensorEntry entry)
    {
        _path = path;
        _entry = entry;
        if (entry.Shape is not [>= 0 and <= int.MaxValue, > 0 and <= int.MaxValue])
        {
            throw new InvalidInputException(
                $"{path}: expected a matrix of vectors (rows × width, both below 2³¹), found the shape ({string.Join(", ", entry.Shape)}).");
        }
        if (entry.Shape[1] * entry.Type.Size() > int.MaxValue)
        {
            throw new InvalidInputException($"{path}: expected rows of at most {int.MaxValue} bytes, found rows of {entry.Shape[1]} elements.");
        }
        Count = (int)entry.Shape[0];
        Dimensions = (int)entry.Shape[1];
        _file = File.OpenHandle(path, share: FileShare.ReadWrite);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <summary>Bytes of one row in the file.</summary>
    public int RowBytes => Dimensions * _entry.Type.Size();

    /// <summary>Opens a file by its extension.</summary>
    /// <param name="path">A .npy file, or else a safetensors file.</param>
    /// <param name="tensor">Name of the tensor in a safetensors file; a file with one tensor may call it anything.</param>
    /// <exception cref="InvalidInputException">There is no such file, it is damaged, or it holds no such matrix.</exception>
    public static MatrixFile Open(string path, string tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"{path}: expected vectors in .npy or .safetensors, found no file.");
        }
        bool npy = Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase);
        return new MatrixFile(path, npy ? NpyFile.ReadEntry(path) : InSafetensors(path, tensor));
    }

    /// <summary>All rows, one after another.</summary>
    /// <exception cref="InvalidInputException">There are more elements than an array holds.</exception>
    public float[] ReadAll()
    {
        long elements = (long)Count * Dimensions;
        if (elements > Array.MaxLength)
        {
            throw new InvalidInputException($"{_path}: {Count} rows of {Dimensions} do not fit an array of at most {Array.MaxLength} elements.");
        }
        var rows = new float[elements];
        int step = Math.Max(1, int.MaxValue / 4 / RowBytes);
        for (int first = 0; first < Count; first += step)
        {
            int count = Math.Min(step, Count - first);
            Read(first, rows.AsSpan(first * Dimensions, count * Dimensions)); // within an array's length, checked above
        }
        return rows;
    }

    /// <inheritdoc/>
    public void Read(int first, Span<float> rows)
    {
        if (rows.Length % Dimensions != 0 || first < 0 || first > Count - rows.Length / Dimensions)
        {
            throw new ArgumentOutOfRangeException(nameof(first), first, $"The matrix has {Count} rows of {Dimensions}.");
        }
        long offset = _entry.Offset + (long)first * RowBytes;
        if (_entry.Type == TensorType.F32)
        {
            Fill(MemoryMarshal.AsBytes(rows), offset);
            return;
        }
        int length = rows.Length * _entry.Type.Size();
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Fill(bytes.AsSpan(0, length), offset);
            Elements.ToSingles(_entry.Name, _entry.Type, bytes.AsSpan(0, length), rows);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Fill(Span<byte> bytes, long offset)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                int read = RandomAccess.Read(_file, bytes, offset);
                if (read == 0)
                {
                    throw new InvalidInputException($"{_path}: the file ended at byte {offset}; it got shorter while it was read.");
                }
                bytes = bytes[read..];
                offset += read;
            }
        }
        catch (IOException exception)
        {
            throw new InvalidInputException($"{_path}: cannot be read: {exception.Message}", exception);
        }
    }

    private static TensorEntry InSafetensors(string path, string tensor)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return file.Tensors.TryGetValue(tensor, out TensorEntry? entry) ? entry
            : file.Tensors.Count == 1 ? file.Tensors.Values.First()
            : throw new InvalidInputException($"{path}: expected a tensor named {tensor}, found {string.Join(", ", file.Tensors.Keys.Take(8))}.");
    }
}
