using Loci.Selection;
using Loci.Selection.Rules;
using Loci.Selection.Kernels;

namespace Loci.Tests.Selection;

public sealed class RandomSelectionTests : SelectorConformance
{
    private static readonly DelegateKernel Kernel = new(40, 1, (a, b) => a == b ? 1 : 0);

    protected override ISelector Selector => new RandomSelection();

    protected override bool Ordered => true;

    [Fact]
    public void A_seed_fixes_the_picks_and_another_changes_them()
    {
        int[] first = Pick(1, 40), again = Pick(1, 40), other = Pick(2, 40);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void A_candidate_comes_again_only_after_all_have_come()
    {
        int[] picks = Pick(3, 100);
        Assert.Equal(Enumerable.Range(0, 40), picks[..40].Order());
        Assert.Equal(Enumerable.Range(0, 40), picks[40..80].Order());
        Assert.Equal(100, picks.Length);
    }

    [Fact]
    public void First_picks_are_spread_evenly()
    {
        var firsts = Enumerable.Range(0, 4000).Select(seed => Pick(seed, 1)[0]).CountBy(x => x);
        Assert.All(firsts, pair => Assert.InRange(pair.Value, 50, 160)); // 100 expected, 6 standard deviations
    }

    private static int[] Pick(int seed, int count) => new RandomSelection(seed).Select(Kernel, new() { Count = count }, Token).Indices;
}
