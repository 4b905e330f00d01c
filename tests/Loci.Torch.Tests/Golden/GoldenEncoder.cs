using Loci.TestSupport;
using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using Loci.Torch.Encoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

/// <summary>A folder with an encoder.</summary>
internal sealed class GoldenEncoder : GoldenFolder
{
    public GoldenEncoder(string folder, string config = "config.json")
        : base(folder)
    {
        Blueprint = EncoderFamilies.Read(Path.Combine(folder, config));
        Store = CheckpointReader.Load(folder, Blueprint, ScalarType.Float32, CPU);
        Encoder = new Encoder(Blueprint);
    }

    public EncoderBlueprint Blueprint { get; }

    public ParameterStore Store { get; }

    public Encoder Encoder { get; }

    /// <summary>Every folder with an encoder.</summary>
    public static TheoryData<string> Cases() => [.. Fixtures.Cases("models").Where(folder => EncoderFamilies.Knows(Family(folder)))];

    /// <summary>1 where a token is real, or null where every one is.</summary>
    public Tensor? Real(string sample) => Has(sample + ".attention_mask") ? Int64s(sample + ".attention_mask") : null;

    /// <summary>The fixtures' training loss: the mean over texts of 1 − cos(mean-pooled state, target), targets from row <paramref name="row"/> on.</summary>
    public Tensor Loss(IWeights weights, Tensor ids, Tensor? real, int row)
    {
        using var scope = NewDisposeScope();
        var pooled = Encoder.Pool(weights, Encoder.Hidden(weights, ids, real), real, TextPooling.Mean);
        var targets = Singles("encoder_targets").narrow(0, row, ids.shape[0]);
        return (1 - nn.functional.cosine_similarity(pooled, targets, dim: 1)).mean().MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        Store.Dispose();
        base.Dispose();
    }
}
