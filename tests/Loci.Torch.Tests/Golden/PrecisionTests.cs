using Loci.Torch.Checkpoints;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

public sealed class PrecisionTests
{
    public static TheoryData<string> Cases => GoldenModel.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void Bfloat16_products_predict_as_float32_does(string folder)
    {
        var blueprint = Families.Read(Path.Combine(folder, "config.json"));
        using var store = CheckpointReader.Load(folder, blueprint, ScalarType.BFloat16, CPU);
        using var decoder = new Decoder(blueprint, ScalarType.BFloat16, CPU);
        using var golden = new GoldenModel(folder);
        foreach (var sequence in golden.TrainingSequences)
        {
            var expected = LanguageModelLoss.Each(golden.Decoder, new FrozenWeights(golden.Store), sequence, 1, CPU).Average(loss => (double)loss);
            var found = LanguageModelLoss.Each(decoder, new FrozenWeights(store), sequence, 1, CPU).Average(loss => (double)loss);
            Assert.True(Math.Abs(expected - found) <= 0.02 * expected, $"expected {expected}, found {found}");
        }
    }
}
