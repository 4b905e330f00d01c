using CsCheck;
using Loci.Generation;

namespace Loci.Tests.Generation;

public sealed class StopFinderTests
{
    private static readonly Gen<string> Letters = Gen.Char["ab"].Array[0, 4].Select(letters => new string(letters));

    [Fact]
    public void Whatever_the_pieces_what_stands_before_the_stop_comes_out() =>
        Gen.Select(Letters.Array[0, 10], Letters.Where(stop => stop.Length > 0)).Sample((pieces, stop) =>
        {
            var finder = new StopFinder([stop]);
            var given = string.Concat(pieces.Select(finder.Pass));
            var text = string.Concat(pieces);
            var first = text.IndexOf(stop, StringComparison.Ordinal);
            Assert.Equal(first >= 0, finder.Found);
            Assert.Equal(first >= 0 ? text[..first] : text, given + finder.Finish());
        });

    [Fact]
    public void No_more_is_held_back_than_may_become_a_stop()
    {
        var finder = new StopFinder(["\n\n", "END"]);
        Assert.Equal(["one", "", "\ntwo", " ", "EN", ""], new[] { "one", "\n", "two", " E", "NE", "N" }.Select(finder.Pass));
        Assert.Equal("", finder.Pass("D more"));
        Assert.True(finder.Found);
        Assert.Equal("", finder.Pass("and more") + finder.Finish());
    }
}
