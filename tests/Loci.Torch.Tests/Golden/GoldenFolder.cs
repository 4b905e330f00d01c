using System.Text.Json;
using Loci.Tensors;
using Loci.Torch.Checkpoints;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

/// <summary>One folder of fixtures/models: a tiny model and what the original code says of it.</summary>
internal abstract class GoldenFolder : IDisposable
{
    private readonly SafetensorsFile _tensors;

    protected GoldenFolder(string folder)
    {
        Expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;
        _tensors = SafetensorsFile.Open(Path.Combine(folder, "expected.safetensors"));
    }

    public JsonElement Expected { get; }

    /// <summary>Names of the cases.</summary>
    public IEnumerable<string> Samples => Expected.GetProperty("cases").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!);

    public int[][] TrainingSequences => Expected.GetProperty("train").GetProperty("sequences").Deserialize<int[][]>()!;

    /// <summary>The family a folder's configuration names.</summary>
    public static string Family(string folder) => ConfigurationReader.Open(Path.Combine(folder, "config.json")).Text("model_type");

    public bool Has(string name) => _tensors.Tensors.ContainsKey(name);

    public Tensor Singles(string name) => tensor(_tensors.ReadSingles(name), _tensors.Tensors[name].Shape);

    public Tensor Int64s(string name) => tensor(_tensors.ReadInt64s(name), _tensors.Tensors[name].Shape);

    public virtual void Dispose() => _tensors.Dispose();
}
