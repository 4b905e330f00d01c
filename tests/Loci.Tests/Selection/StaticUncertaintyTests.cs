using Loci.Selection;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class StaticUncertaintyTests : SelectorConformance
{
    protected override ISelector Selector => new UncertaintySampling(sequential: false);

    protected override bool Repeats => false;
}
