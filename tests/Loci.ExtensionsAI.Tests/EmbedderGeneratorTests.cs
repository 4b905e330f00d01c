using Loci.Embedding;
using Loci.Text;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI.Tests;

/// <summary>Loci's embedders as other programs see them.</summary>
public sealed class EmbedderGeneratorTests : IDisposable
{
    private readonly LetterEmbedder _embedder = new();

    public void Dispose() => _embedder.Dispose();

    [Fact]
    public async Task Vectors_are_the_embedder_s_in_order()
    {
        using var generator = new EmbedderGenerator(_embedder);
        string[] texts = ["aab", "", "zz"];
        var answers = await generator.GenerateAsync(texts, cancellationToken: Token);
        Assert.Equal(_embedder.Embed(texts, Token).Select(features => features.Dense[0]!), answers.Select(answer => answer.Vector.ToArray()));
        Assert.All(answers, answer => Assert.Equal("letters/1", answer.ModelId));
        Assert.Null(answers.Usage);
        Assert.Empty(await generator.GenerateAsync([], cancellationToken: Token));
    }

    [Fact]
    public void It_says_what_it_is_and_gives_what_is_inside()
    {
        using IEmbeddingGenerator<string, Embedding<float>> generator = new EmbedderGenerator(_embedder);
        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;
        Assert.Equal(("loci", "letters/1", 26, null), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions!.Value, metadata.ProviderUri));
        Assert.Same(_embedder, generator.GetService<IEmbedder>());
        Assert.Same(generator, generator.GetService<EmbedderGenerator>());
        Assert.Null(generator.GetService<string>());
        Assert.Null(generator.GetService(typeof(IEmbedder), "key"));
    }

    [Fact]
    public async Task Tokens_are_counted_where_a_tokenizer_is_given()
    {
        var tokenizer = TokenizerLoader.Load(Path.Combine(TestSupport.Fixtures.Copies, "tokenizers", "bert_wordpiece_uncased"));
        using var generator = new EmbedderGenerator(_embedder, tokenizer);
        var usage = (await generator.GenerateAsync(["hello there", "again"], cancellationToken: Token)).Usage!;
        var expected = tokenizer.Encode("hello there", addSpecialTokens: true).Length + tokenizer.Encode("again", addSpecialTokens: true).Length;
        Assert.Equal((expected, expected), (usage.InputTokenCount, usage.TotalTokenCount));
    }

    [Fact]
    public async Task Another_model_or_size_is_refused()
    {
        using var generator = new EmbedderGenerator(_embedder);
        await generator.GenerateAsync(["a"], new() { Dimensions = 26, ModelId = "letters/1" }, Token);
        Assert.Contains("26", (await Assert.ThrowsAsync<InvalidInputException>(() => generator.GenerateAsync(["a"], new() { Dimensions = 5 }, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("letters/1", (await Assert.ThrowsAsync<InvalidInputException>(() => generator.GenerateAsync(["a"], new() { ModelId = "x" }, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_are_no_single_vector_are_refused_by_name()
    {
        using var words = new LexicalEmbedder();
        var message = Assert.Throws<InvalidInputException>(() => new EmbedderGenerator(words)).Message;
        Assert.Contains($"'{words.Parts[0].Name}'", message, StringComparison.Ordinal);
        using var sum = new SumEmbedder(new WeightedEmbedder(new LetterEmbedder(), 1), new WeightedEmbedder(new LetterEmbedder(), 1));
        Assert.Contains("'letters', 'letters2'", Assert.Throws<InvalidInputException>(() => new EmbedderGenerator(sum)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_cancelled_before_and_between_texts()
    {
        using var generator = new EmbedderGenerator(_embedder);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(["a"], cancellationToken: source.Token));
    }

    [Fact]
    public async Task There_and_back_gives_the_same_features()
    {
        using var generator = new EmbedderGenerator(_embedder);
        using var back = await GeneratorEmbedder.OpenAsync(generator, cancellationToken: Token);
        Assert.Equal("generator/1:loci:letters/1:26", back.Identity);
        string[] texts = ["some text", "", "other words"];
        Assert.Equal(_embedder.Embed(texts, Token).SelectMany(f => f.Dense[0]!), back.Embed(texts, Token).SelectMany(f => f.Dense[0]!), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
