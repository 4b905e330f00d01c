using Loci.Models;

namespace Loci.Torch.Tests.Generation;

/// <summary>What a model gives the tokens of a text, with alternatives.</summary>
public sealed class PredictionsTests : IDisposable
{
    private readonly TinyModel _folder = new();
    private readonly CausalLanguageModel _model;

    public PredictionsTests() => _model = _folder.Load();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void They_are_the_losses_with_the_likeliest_beside_them(int from)
    {
        var window = TinyModel.Tokens(3, TinyModel.Context + 1);
        var losses = _model.Losses(window, from);
        var predicted = _model.Predict(window, from, 5, Token);
        Assert.Equal(window[from..], predicted.Select(token => token.Id));
        for (var i = 0; i < losses.Length; i++)
        {
            Assert.Equal(-losses[i], predicted[i].LogProbability, 1e-4);
            Assert.Equal(5, predicted[i].Alternatives.Count);
            Assert.Equal(predicted[i].Alternatives.OrderByDescending(other => other.LogProbability).ThenBy(other => other.Id), predicted[i].Alternatives);
            Assert.True(predicted[i].LogProbability <= predicted[i].Alternatives[0].LogProbability);
            foreach (var same in predicted[i].Alternatives.Where(other => other.Id == predicted[i].Id)) Assert.Equal(predicted[i].LogProbability, same.LogProbability); // to the last bit
        }
        Assert.All(_model.Predict(window, from, cancellationToken: Token), token => Assert.Empty(token.Alternatives));
    }

    [Fact]
    public void The_general_way_gives_the_same()
    {
        var window = TinyModel.Tokens(4, 12);
        ILanguageModel general = new General(_model);
        foreach (var (token, slow) in _model.Predict(window, 1, 3, Token).Zip(general.Predict(window, 1, 3, Token)))
        {
            Assert.Equal(token.Id, slow.Id);
            Assert.Equal(token.LogProbability, slow.LogProbability, 0.02); // the softmax of a draw leaves out rows of the vocabulary that have no text
            Assert.Equal(token.Alternatives.Select(other => other.Id), slow.Alternatives.Select(other => other.Id));
        }
    }

    [Fact]
    public void Windows_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Predict([1], cancellationToken: Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Predict(TinyModel.Tokens(1, TinyModel.Context + 2), cancellationToken: Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Predict(TinyModel.Tokens(1, 4), 4, cancellationToken: Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Predict(TinyModel.Tokens(1, 4), 1, -1, Token));
    }

    /// <summary>A model that has no predictions of its own.</summary>
    private sealed class General(ILanguageModel inner) : ILanguageModel
    {
        public string Name => inner.Name;

        public Loci.Text.ITokenizer Tokenizer => inner.Tokenizer;

        public int ContextLength => inner.ContextLength;

        public float[] Losses(ReadOnlySpan<int> window, int from = 1) => inner.Losses(window, from);

        public IEnumerable<GeneratedToken> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default) => inner.Generate(prompt, options, cancellationToken);

        public void Dispose()
        {
        }
    }
}
