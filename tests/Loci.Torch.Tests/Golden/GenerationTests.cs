using System.Text.Json;
using Loci.Models;
using Loci.Torch.Decoding;
using Loci.Torch.Generation;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

public sealed class GenerationTests
{
    public static TheoryData<string> Cases => GoldenModel.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void Greedy_tokens_are_those_of_the_original(string folder)
    {
        using var golden = new GoldenModel(folder);
        var generator = new TextGenerator(golden.Decoder, golden.Blueprint.Configuration, new FrozenWeights(golden.Store), CPU);
        foreach (var sample in golden.Expected.GetProperty("generation").EnumerateArray())
        {
            var prompt = sample.GetProperty("prompt").Deserialize<int[]>()!;
            var expected = sample.GetProperty("new_tokens").Deserialize<int[]>()!;
            var options = new GenerationOptions { MaxTokens = expected.Length, IgnoreEndOfText = true };
            Assert.Equal(expected, generator.Generate(prompt, options, TestContext.Current.CancellationToken).Select(token => token.Id));
        }
    }
}
