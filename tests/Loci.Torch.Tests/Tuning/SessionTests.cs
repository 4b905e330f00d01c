using Loci.Models;
using Loci.Torch.Adapters;
using Loci.Torch.Tuning;

namespace Loci.Torch.Tests.Tuning;

public sealed class SessionTests : IDisposable
{
    private readonly TinyModel _folder = new();
    private readonly CausalLanguageModel _model;

    public SessionTests() => _model = _folder.Load();

    public static TheoryData<string> Tuners => ["lora", "full", "head", "damped"];

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_fresh_adapter_changes_nothing()
    {
        using var session = Tuner("lora").Begin(_model, 1);
        Assert.Equal(_model.Losses(TinyModel.Tokens(1)), session.Losses(TinyModel.Tokens(1)));
    }

    [Theory, MemberData(nameof(Tuners))]
    public void A_step_reports_the_loss_before_it_and_lowers_it(string tuner)
    {
        using var session = Tuner(tuner).Begin(_model, 3);
        var tokens = TinyModel.Tokens(1);
        Assert.Equal(_model.Losses(tokens).Average(loss => (double)loss), session.Step(tokens, Stop), 1e-5);
        Assert.Equal(1, session.Steps);
        Assert.True(session.Losses(tokens).Sum() < _model.Losses(tokens).Sum());
        Assert.Equal(session.Losses(tokens).Average(loss => (double)loss), session.Step(tokens, Stop), 1e-5);
    }

    [Fact]
    public void Scoring_in_bfloat16_follows_every_step_of_full_tuning()
    {
        using var model = _folder.Load(Precision.BFloat16);
        using var session = Tuner("full").Begin(model, 4);
        var tokens = TinyModel.Tokens(1);
        for (var i = 0; i < 4; i++)
        {
            var scored = session.Losses(tokens).Average(loss => (double)loss);
            Assert.Equal(scored, session.Step(tokens, Stop), 1e-3);
        }
    }

    [Theory, MemberData(nameof(Tuners))]
    public void Long_texts_are_cut_to_the_context(string tuner)
    {
        using var cut = Tuner(tuner).Begin(_model, 1);
        using var whole = Tuner(tuner).Begin(_model, 1);
        var tokens = TinyModel.Tokens(1, 100);
        Assert.Equal(cut.Step(tokens.AsSpan(0, TinyModel.Context + 1), Stop), whole.Step(tokens, Stop));
    }

    [Fact]
    public void A_text_of_one_token_teaches_nothing()
    {
        using var session = Tuner("lora").Begin(_model, 1);
        Assert.Throws<ArgumentException>(() => session.Step([5], Stop));
        Assert.Equal(0, session.Steps);
    }

    [Fact]
    public void Tuners_refuse_a_model_of_another_kind()
    {
        using var session = Tuner("lora").Begin(_model, 1);
        Assert.Throws<ArgumentException>(() => Tuner("full").Begin(session, 1));
    }

    [Theory, MemberData(nameof(Tuners))]
    public void Interleaved_sessions_do_not_see_each_other(string tuner)
    {
        float[] first = Alone(tuner, 1), second = Alone(tuner, 2);
        using var one = Tuner(tuner).Begin(_model, Steps);
        using var two = Tuner(tuner).Begin(_model, Steps);
        for (var i = 0; i < Steps; i++)
        {
            one.Step(TinyModel.Tokens(10 + i), Stop);
            two.Step(TinyModel.Tokens(20 + i), Stop);
        }
        Assert.Equal(first, one.Losses(TinyModel.Tokens(99)));
        Assert.Equal(second, two.Losses(TinyModel.Tokens(99)));
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("lora", Precision.Float32)]
    [InlineData("full", Precision.Float32)]
    [InlineData("head", Precision.Float32)]
    [InlineData("damped", Precision.Float32)]
    [InlineData("lora", Precision.BFloat16)]
    [InlineData("full", Precision.BFloat16)]
    [InlineData("head", Precision.BFloat16)]
    [InlineData("damped", Precision.BFloat16)]
    public void Sessions_side_by_side_are_bit_for_bit_those_in_a_row(string tuner, Precision precision)
    {
        using var model = _folder.Load(precision); // its own, so that copies are first made under contention
        var together = new float[4][];
        var threads = Enumerable.Range(0, together.Length).Select(i => new Thread(() => together[i] = Alone(tuner, i, model))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var i = 0; i < together.Length; i++) Assert.Equal(Alone(tuner, i, model), together[i]);
    }

    [Theory, MemberData(nameof(Tuners))]
    public void A_session_says_which_weights_it_has_and_the_base_keeps_its_own(string tuner)
    {
        var hash = _model.WeightsHash();
        string After(int text)
        {
            using var session = Tuner(tuner).Begin(_model, 2);
            var fresh = ((IWeightsIdentity)session).WeightsHash();
            session.Step(TinyModel.Tokens(text), Stop);
            var once = ((IWeightsIdentity)session).WeightsHash();
            session.Step(TinyModel.Tokens(text), Stop);
            var twice = ((IWeightsIdentity)session).WeightsHash();
            Assert.Equal(3, new[] { fresh, once, twice }.Distinct().Count());
            if (tuner is "full" or "damped") Assert.Equal(hash, fresh);
            return twice;
        }
        Assert.Equal(After(1), After(1));
        Assert.NotEqual(After(1), After(2));
        Assert.Equal(hash, _model.WeightsHash());
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("head")]
    public void A_session_has_the_hash_of_a_model_with_what_it_learnt_beside_it(string tuner)
    {
        using var session = Tuner(tuner).Begin(_model, 1);
        session.Step(TinyModel.Tokens(1), Stop);
        using var adapter = Adapter.Of(session);
        using var view = _model.WithAdapter(adapter);
        Assert.Equal(view.WeightsHash(), ((IWeightsIdentity)session).WeightsHash());
    }

    private const int Steps = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static ITuner Tuner(string name) => name switch
    {
        "lora" => new LoraTuner(new LoraOptions { LearningRate = 0.02 }),
        "damped" => new DampedTuner(new DampedOptions { LearningRate = 0.3 }, model => Sensitivity.Measure(model, texts: 4)),
        "head" => new HeadTuner(new FullTuningOptions { LearningRate = 0.01 }),
        _ => new FullTuner(new FullTuningOptions { LearningRate = 0.01 }),
    };

    /// <summary>Losses after some steps on texts of their own.</summary>
    private float[] Alone(string tuner, int text, CausalLanguageModel? model = null)
    {
        using var session = Tuner(tuner).Begin(model ?? _model, Steps);
        for (var i = 0; i < Steps; i++) session.Step(TinyModel.Tokens(10 * text + i));
        return session.Losses(TinyModel.Tokens(99));
    }
}
