using System.Collections.ObjectModel;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Loci.Tensors;

/// <summary>
/// A safetensors file, memory-mapped: nothing but the header is read until a tensor is asked for.
/// Layout: header length (8 bytes, little-endian), JSON header, then the tensors' bytes without gaps.
/// Reading is safe from any number of threads; the spans die with <see cref="Dispose"/>.
/// Format: https://github.com/huggingface/safetensors.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private const int ElementsPerChunk = 1 << 26;

    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    private SafetensorsFile(string path, long length)
    {
        Path = path;
        Length = length;
        _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        _view = _map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
        Tensors = ReadOnlyDictionary<string, TensorEntry>.Empty;
        Metadata = ReadOnlyDictionary<string, string>.Empty;
    }

    /// <summary>The file's path, as given.</summary>
    public string Path { get; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Every tensor of the file by name, checked against the file's length.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; private set; }

    /// <summary>The file's own key/value texts; empty if it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private set; }

    /// <summary>Maps a file and checks its whole header: type, shape, offsets, overlap and length of every tensor.</summary>
    /// <exception cref="InvalidInputException">There is no such file, or it is damaged, hostile, or of another format such as a pickle.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Tensor files are little-endian and are read in place; this machine is big-endian.");
        }
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"{path}: there is no such file.");
        }
        SafetensorsFile? file = null;
        try
        {
            long length = LengthOf(path);
            if (length < SafetensorsHeader.PrefixLength)
            {
                throw new InvalidInputException($"{path}: not a safetensors file: it has {length} bytes, and the header length alone takes 8. Get the file again.");
            }
            file = new SafetensorsFile(path, length);
            file.ReadHeader();
            return file;
        }
        catch (Exception exception)
        {
            file?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new InvalidInputException($"{path}: cannot be read: {exception.Message}", exception);
            }
            throw;
        }
    }

    /// <summary>The bytes of a tensor, read in place. The span must not be used after <see cref="Dispose"/>.</summary>
    /// <exception cref="InvalidInputException">There is no such tensor, or it is larger than a span (2 GiB): then take it in parts.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        TensorEntry entry = Entry(name);
        return entry.Length <= int.MaxValue
            ? Map(entry.Offset, (int)entry.Length)
            : throw new InvalidInputException($"{Path}: tensor '{name}' has {entry.Length} bytes; more than {int.MaxValue} must be read in parts.");
    }

    /// <summary>Part of a tensor's bytes, read in place; for tensors of more than 2 GiB.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="start">First byte, counted from the tensor's own first.</param>
    /// <param name="length">Number of bytes.</param>
    public ReadOnlySpan<byte> Bytes(string name, long start, int length)
    {
        TensorEntry entry = Entry(name);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, entry.Length - length);
        return Map(entry.Offset + start, length);
    }

    /// <summary>A floating-point tensor as float32: F16 and BF16 exactly, F64 rounded.</summary>
    public float[] ReadSingles(string name) => Read<float>(name, Elements.ToSingles);

    /// <summary>A floating-point tensor as float64, exactly.</summary>
    public double[] ReadDoubles(string name) => Read<double>(name, Elements.ToDoubles);

    /// <summary>An integer or Boolean tensor as int64, exactly.</summary>
    public long[] ReadInt64s(string name) => Read<long>(name, Elements.ToInt64s);

    /// <summary>Takes the file off the address space. Spans over it must not be used any more.</summary>
    public void Dispose()
    {
        if (_start is not null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
        _view.Dispose();
        _map.Dispose();
    }

    /// <summary>The length of the file itself: that of a link, as Hugging Face's cache is made of, would be the length of a path.</summary>
    private static long LengthOf(string path)
    {
        using var handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }

    private delegate void Conversion<T>(string name, TensorType type, ReadOnlySpan<byte> source, Span<T> destination);

    private T[] Read<T>(string name, Conversion<T> convert)
    {
        TensorEntry entry = Entry(name);
        if (entry.Count > Array.MaxLength)
        {
            throw new InvalidInputException($"{Path}: tensor '{name}' has {entry.Count} elements; an array holds at most {Array.MaxLength}.");
        }
        var values = new T[entry.Count];
        int size = entry.Type.Size();
        int first = 0;
        do
        {
            int count = Math.Min(ElementsPerChunk, values.Length - first);
            convert(name, entry.Type, Map(entry.Offset + (long)first * size, count * size), values.AsSpan(first, count));
            first += count;
        }
        while (first < values.Length);
        return values;
    }

    private TensorEntry Entry(string name) =>
        Tensors.TryGetValue(name, out TensorEntry? entry)
            ? entry
            : throw new InvalidInputException($"{Path}: there is no tensor '{name}' among its {Tensors.Count}.");

    private ReadOnlySpan<byte> Map(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return MemoryMarshal.CreateReadOnlySpan(ref *(_start + offset), length);
    }

    private void ReadHeader()
    {
        long length = SafetensorsHeader.CheckLength(Path, Map(0, (int)Math.Min(Length, ForeignFormat.HeadLength)), Length);
        var header = new SafetensorsHeader(Path, SafetensorsHeader.PrefixLength + length, Length);
        header.Parse(Map(SafetensorsHeader.PrefixLength, (int)length));
        header.CheckLayout();
        Tensors = header.Tensors;
        Metadata = header.Metadata;
    }
}
