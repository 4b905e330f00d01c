using Loci.TestSupport;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

/// <summary>A folder with a decoder.</summary>
internal sealed class GoldenModel : GoldenFolder
{
    public GoldenModel(string folder, string config = "config.json")
        : base(folder)
    {
        Blueprint = Families.Read(Path.Combine(folder, config));
        Store = CheckpointReader.Load(folder, Blueprint, ScalarType.Float32, CPU);
        Decoder = new Decoder(Blueprint, ScalarType.Float32, CPU);
    }

    public DecoderBlueprint Blueprint { get; }

    public ParameterStore Store { get; }

    public Decoder Decoder { get; }

    /// <summary>Every folder with a decoder.</summary>
    public static TheoryData<string> Cases() => [.. Fixtures.Cases("models").Where(folder => !EncoderFamilies.Knows(Family(folder)))];

    public BatchPadding? Padding(string sample)
    {
        if (!Has(sample + ".attention_mask")) return null;
        var real = Int64s(sample + ".attention_mask");
        var positions = Has(sample + ".position_ids") ? Int64s(sample + ".position_ids") : arange(real.shape[1], ScalarType.Int64).expand(real.shape).contiguous();
        return new BatchPadding(real, positions);
    }

    public override void Dispose()
    {
        Decoder.Dispose();
        Store.Dispose();
        base.Dispose();
    }
}
