using Loci.Fuzzing.Mutation;
using Loci.Tensors;

namespace Loci.Fuzzing.Targets;

/// <summary>Files of tensors: safetensors and .npy.</summary>
internal static class TensorTargets
{
    private const string Safetensors = "file.safetensors", Npy = "file.npy";

    /// <summary>Opens a safetensors file and reads every tensor in every way.</summary>
    public static FuzzTarget OfSafetensors(string fixtures) => new("safetensors", [.. SafetensorsSeeds(fixtures)], folder =>
    {
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, Safetensors));
        foreach (TensorEntry entry in file.Tensors.Values)
        {
            ReadTensor(file, entry);
        }
    })
    { Share = 5 };

    /// <summary>Reads a .npy file.</summary>
    public static FuzzTarget OfNpy() => new("npy", [.. NpySeeds()], folder => _ = NpyFile.Read(Path.Combine(folder, Npy)).ToSingles());

    /// <summary>Reads a matrix of vectors in either format.</summary>
    public static FuzzTarget OfMatrices() => new("matrix", [.. MatrixSeeds(), .. NpySeeds()], folder =>
    {
        ReadMatrix(Path.Combine(folder, Safetensors));
        ReadMatrix(Path.Combine(folder, Npy));
    })
    { Share = 2 };

    private static void ReadTensor(SafetensorsFile file, TensorEntry entry)
    {
        long sum = 0;
        foreach (byte value in file.Bytes(entry.Name))
        {
            sum += value; // touches every byte that the file is said to have
        }

        if (sum < 0)
        {
            throw new InvalidOperationException("A sum of bytes is not negative.");
        }

        if (entry.Type is TensorType.F64 or TensorType.F32 or TensorType.F16 or TensorType.BF16)
        {
            _ = file.ReadSingles(entry.Name);
            _ = file.ReadDoubles(entry.Name);
        }
        else
        {
            _ = file.ReadInt64s(entry.Name);
        }
    }

    private static void ReadMatrix(string path)
    {
        using MatrixFile matrix = MatrixFile.Open(path, "candidates");
        _ = matrix.ReadAll();
        if (matrix.Count > 0)
        {
            matrix.Read(matrix.Count - 1, new float[matrix.Dimensions]);
        }
    }

    private static IEnumerable<SeedFile> SafetensorsSeeds(string fixtures)
    {
        float[] numbers = [1, -2, float.NaN, 0.5f, float.PositiveInfinity, 6];
        TensorData[] every =
        [
            TensorData.FromSingles("f32", numbers, 2, 3), TensorData.FromSinglesAsHalf("f16", numbers, 6), TensorData.FromSinglesAsBFloat16("bf16", numbers, 3, 2),
            TensorData.FromDoubles("f64", [1, 2], 1, 2), TensorData.FromInt64s("i64", [3, -4], 2), TensorData.FromSingles("none", [], 0, 4), TensorData.FromSingles("scalar", [7]),
            new("u8", TensorType.U8, [3], new byte[3]), new("bool", TensorType.Bool, [1], new byte[1]), new("i16", TensorType.I16, [2], new byte[4]), new("i32", TensorType.I32, [1, 1], new byte[4]), new("i8", TensorType.I8, [2], new byte[2]),
        ];
        yield return Written(every, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        foreach (string file in (string[])["p14_orthonormal_closed_form", "p13_more_picks_than_candidates"])
        {
            yield return new SeedFile(Safetensors, FileFormat.Safetensors, File.ReadAllBytes(Path.Combine(fixtures, "selection", file + ".safetensors")));
        }
    }

    private static IEnumerable<SeedFile> MatrixSeeds() =>
        [Written([TensorData.FromSingles("candidates", new float[12], 3, 4)]), Written([TensorData.FromSinglesAsHalf("candidates", new float[20], 5, 4)]), Written([TensorData.FromSingles("candidates", [], 0, 4)])];

    private static SeedFile Written(TensorData[] tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        string path = Path.GetTempFileName();
        try
        {
            SafetensorsWriter.Write(path, tensors, metadata);
            return new SeedFile(Safetensors, FileFormat.Safetensors, File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<SeedFile> NpySeeds()
    {
        foreach ((string type, int size) in ((string, int)[])[("<f4", 4), ("<f8", 8), ("<f2", 2)])
        {
            string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': (3, 4), }}".PadRight(117) + "\n";
            yield return new SeedFile(Npy, FileFormat.Npy, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[12 * size]]);
        }
    }
}
