using System.Text.Json;
using Loci.Tensors;
using Loci.TestSupport;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

/// <summary>One folder of fixtures/models: a tiny model and what the original code says of it.</summary>
internal sealed class GoldenModel : IDisposable
{
    private readonly SafetensorsFile _tensors;

    public GoldenModel(string folder, string config = "config.json")
    {
        Blueprint = Families.Read(Path.Combine(folder, config));
        Store = CheckpointReader.Load(folder, Blueprint, ScalarType.Float32, CPU);
        Decoder = new Decoder(Blueprint, ScalarType.Float32, CPU);
        Expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;
        _tensors = SafetensorsFile.Open(Path.Combine(folder, "expected.safetensors"));
    }

    public DecoderBlueprint Blueprint { get; }

    public ParameterStore Store { get; }

    public Decoder Decoder { get; }

    public JsonElement Expected { get; }

    /// <summary>Every folder; those of families that this version does not know are skipped and say so.</summary>
    public static TheoryData<string> Cases()
    {
        var cases = new TheoryData<string>();
        foreach (var folder in Fixtures.Cases("models")) cases.Add(new TheoryDataRow<string>(folder) { Skip = Unknown(Path.Combine(folder, "config.json")) });
        return cases;
    }

    public bool Has(string name) => _tensors.Tensors.ContainsKey(name);

    public Tensor Singles(string name) => tensor(_tensors.ReadSingles(name), _tensors.Tensors[name].Shape);

    public Tensor Int64s(string name) => tensor(_tensors.ReadInt64s(name), _tensors.Tensors[name].Shape);

    public BatchPadding? Padding(string sample)
    {
        if (!Has(sample + ".attention_mask")) return null;
        var real = Int64s(sample + ".attention_mask");
        var positions = Has(sample + ".position_ids") ? Int64s(sample + ".position_ids") : arange(real.shape[1], ScalarType.Int64).expand(real.shape).contiguous();
        return new BatchPadding(real, positions);
    }

    public int[][] TrainingSequences => Expected.GetProperty("train").GetProperty("sequences").Deserialize<int[][]>()!;

    public void Dispose()
    {
        Decoder.Dispose();
        Store.Dispose();
        _tensors.Dispose();
    }

    private static string? Unknown(string config)
    {
        try
        {
            Families.Read(config);
            return null;
        }
        catch (InvalidInputException e) when (e.Message.Contains("expected a model_type among", StringComparison.Ordinal))
        {
            return e.Message;
        }
    }
}
