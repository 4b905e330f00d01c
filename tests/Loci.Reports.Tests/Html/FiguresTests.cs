using Loci.Reports.Html;

namespace Loci.Reports.Tests.Html;

public sealed class FiguresTests
{
    [Fact]
    public void What_was_not_measured_is_a_dash()
    {
        Assert.Equal("–", Figures.Percent(double.NaN));
        Assert.Equal("–", Figures.Percent(null));
        Assert.Equal("–", Figures.Seconds(double.PositiveInfinity));
        Assert.Equal("–", Figures.Share(double.NaN));
    }

    [Fact]
    public void Signs_stand_where_they_matter()
    {
        Assert.Equal(["+1.50", "−1.50", "0.00"], new double[] { 1.5, -1.5, 0 }.Select(value => Figures.Points(value)));
        Assert.Equal("12,345", Figures.Count(12345));
    }

    [Fact]
    public void Shades_have_a_side_and_a_step()
    {
        Assert.Equal(["", "g1", "g3", "g5", "h1", "h5", ""], new[] { 0, 0.05, 0.7, 9, -0.1, -2, double.NaN }.Select(saved => Shade.Of(saved, Shade.Nats)));
    }

    [Fact]
    public void A_long_text_is_cut_to_a_line_but_not_inside_a_character()
    {
        Assert.Equal("a b c", VisibleText.Line(" a\n\tb  c ", 10));
        Assert.Equal("abc…", VisibleText.Line("abc😀def", 4));
    }
}
