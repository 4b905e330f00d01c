using System.Text.Json;
using Loci.Models;
using Loci.TestSupport;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Golden;

/// <summary>A real published model against an independent float64 forward pass.</summary>
public sealed class StoriesTests : IDisposable
{
    private readonly string _folder = Path.Combine(Fixtures.Copies, "published", "stories260K");
    private readonly CausalLanguageModel _model;
    private readonly JsonElement _reference;

    public StoriesTests()
    {
        _model = CausalLanguageModel.Load(Path.Combine(_folder, "hf"), new LoadOptions { Precision = Precision.Float32 });
        _reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "reference.json"))).RootElement;
    }

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Greedy_stories_are_told_word_for_word()
    {
        foreach (var sample in _reference.GetProperty("greedy").EnumerateArray())
        {
            var prompt = sample.GetProperty("prompt_ids").Deserialize<int[]>()!;
            var expected = sample.GetProperty("greedy_ids").Deserialize<int[]>()!;
            Assert.Equal(prompt, _model.Tokenizer.Encode(sample.GetProperty("prompt").GetString()!, addSpecialTokens: true));
            Assert.Equal(expected, _model.Generate(prompt, new GenerationOptions { MaxTokens = expected.Length, IgnoreEndOfText = true }, TestContext.Current.CancellationToken).Select(token => token.Id));
        }
    }

    [Fact]
    public void The_five_most_likely_tokens_have_the_logits_of_the_reference()
    {
        foreach (var sample in _reference.GetProperty("greedy").EnumerateArray())
        {
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            var ids = LanguageModelLoss.Ids(sample.GetProperty("prompt_ids").Deserialize<int[]>()!, CPU);
            var logits = _model.Decoder.Logits(_model.Weights, _model.Decoder.Hidden(_model.Weights, ids))[0, -1].data<float>().ToArray();
            var likely = Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).Take(5).ToArray();
            var expected = sample.GetProperty("next_top5").Deserialize<double[][]>()!;
            Assert.Equal(expected.Select(pair => (int)pair[0]), likely);
            Assert.All(expected, pair => Assert.Equal(pair[1], logits[(int)pair[0]], 5e-4));
        }
    }

    [Fact]
    public void Mean_losses_are_those_of_the_reference()
    {
        foreach (var sample in _reference.GetProperty("nll").EnumerateArray())
        {
            var ids = sample.GetProperty("ids").Deserialize<int[]>()!;
            var mean = sample.EnumerateObject().First(property => property.Value.ValueKind == JsonValueKind.Number && property.Name.Contains("nll", StringComparison.OrdinalIgnoreCase)).Value.GetDouble();
            Assert.Equal(ids, _model.Tokenizer.Encode(sample.GetProperty("text").GetString()!, addSpecialTokens: true));
            Assert.Equal(mean, _model.Losses(ids).Average(loss => (double)loss), 1e-4);
        }
    }

    [Fact]
    public void Bfloat16_predicts_as_float32_does()
    {
        using var half = CausalLanguageModel.Load(Path.Combine(_folder, "hf"), new LoadOptions { Precision = Precision.BFloat16 });
        foreach (var sample in _reference.GetProperty("nll").EnumerateArray())
        {
            var ids = sample.GetProperty("ids").Deserialize<int[]>()!;
            double full = _model.Losses(ids).Average(loss => (double)loss), found = half.Losses(ids).Average(loss => (double)loss);
            Assert.True(Math.Abs(full - found) <= 0.02 * full, $"expected {full}, found {found}");
        }
    }
}
