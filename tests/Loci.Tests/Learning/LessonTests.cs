using Loci.Learning;
using Loci.Tests.Support;

namespace Loci.Tests.Learning;

public sealed class LessonTests : IDisposable
{
    private readonly CountingModel _model = new(contextLength: 8);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Each_pick_is_a_step_and_what_teaches_nothing_is_passed_over()
    {
        var lesson = Lesson.Of(_model, ["one", "", "three"]);
        Assert.Equal([1, 3], lesson.Steps.Select(step => step.Picks));
        Assert.All(lesson.Steps, step => Assert.Single(step.Texts));
    }

    [Fact]
    public void A_batch_learns_its_picks_in_one_step()
    {
        var lesson = Lesson.Of(_model, ["a1", "a2", "a3", "a4", "a5"], batchSize: 2);
        Assert.Equal([2, 4, 5], lesson.Steps.Select(step => step.Picks));
        Assert.Equal([2, 2, 1], lesson.Steps.Select(step => step.Texts.Count));
    }

    [Fact]
    public void Long_picks_are_cut_by_the_step_or_learnt_window_by_window()
    {
        var text = "twenty letters or so";
        var cut = Lesson.Of(_model, [text, "short"]);
        Assert.Equal(2, cut.Steps.Count);
        var windows = Lesson.Of(_model, [text, "short"], longChunks: LongChunks.Windows).Steps;
        Assert.Equal([1, 1, 1, 2], windows.Select(step => step.Picks));
        Assert.All(windows, step => Assert.InRange(step.Texts[0].Length, 2, _model.ContextLength + 1));
    }

    [Theory]
    [InlineData(10, 4, "ppp.pp.ppp.pp.")]
    [InlineData(2, 4, "p..p..")]
    [InlineData(3, 1, "ppp.")]
    [InlineData(0, 3, "...")]
    [InlineData(3, 0, "ppp")]
    public void Steps_on_the_prompt_are_spread_between_those_on_picks(int picks, int own, string order)
    {
        var lesson = Lesson.Of(_model, [.. Enumerable.Repeat("pick", picks)]).WithPrompt(_model, [.. Enumerable.Range(1, 30)], own);
        Assert.Equal(order, string.Concat(lesson.Steps.Select(step => step.Texts[0][^1] <= 30 ? '.' : 'p')));
        Assert.Equal(Math.Max(picks, picks == 0 ? own : 0), lesson.Steps[^1].Picks);
        Assert.True(lesson.Steps.Zip(lesson.Steps.Skip(1)).All(pair => pair.First.Picks <= pair.Second.Picks));
    }

    [Fact]
    public void All_of_a_long_prompt_is_learnt_window_by_window()
    {
        var lesson = Lesson.Of(_model, []).WithPrompt(_model, [.. Enumerable.Range(1, 30)], 8);
        Assert.Equal(Enumerable.Range(1, 30), lesson.Steps.Take(4).SelectMany(step => step.Texts[0]).Distinct().Order());
        Assert.Equal(lesson.Steps.Take(4).Select(step => step.Texts[0]), lesson.Steps.Skip(4).Select(step => step.Texts[0]));
    }

    [Fact]
    public void Of_a_prompt_the_last_quarter_is_the_guards_and_a_short_one_is_not_learnt()
    {
        Assert.Equal(0, Lesson.Learnable(86));
        Assert.Equal(65, Lesson.Learnable(87));
        Assert.Equal(300, Lesson.Learnable(400));
        Assert.Equal(3, Lesson.Of(_model, ["a1", "a2", "a3"]).WithPrompt(_model, [], 4).Steps.Count);
    }
}
