using Loci.Tensors;

namespace Loci.Cli.Hosting;

/// <summary>Reads a matrix of vectors from .npy or .safetensors.</summary>
internal static class VectorFile
{
    /// <summary>The rows, one after another, and their width.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">Name of the tensor in a safetensors file; a file with one tensor may call it anything.</param>
    public static (float[] Rows, int Width) Read(string path, string tensor)
    {
        if (!File.Exists(path)) throw new InvalidInputException($"{path}: expected vectors in .npy or .safetensors, found no file.");
        var (values, shape) = Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase) ? ReadNpy(path) : ReadSafetensors(path, tensor);
        if (shape.Length != 2) throw new InvalidInputException($"{path}: expected a matrix (rows × width), found {shape.Length} dimensions.");
        return (values, (int)shape[1]);
    }

    private static (float[] Values, long[] Shape) ReadNpy(string path)
    {
        var data = NpyFile.Read(path);
        return (data.ToSingles(), data.Shape);
    }

    private static (float[] Values, long[] Shape) ReadSafetensors(string path, string tensor)
    {
        using var file = SafetensorsFile.Open(path);
        var name = file.Tensors.ContainsKey(tensor) ? tensor : file.Tensors.Count == 1 ? file.Tensors.Keys.First() : null;
        if (name is null) throw new InvalidInputException($"{path}: expected a tensor named {tensor}, found {string.Join(", ", file.Tensors.Keys.Take(8))}.");
        return (file.ReadSingles(name), file.Tensors[name].Shape);
    }
}
