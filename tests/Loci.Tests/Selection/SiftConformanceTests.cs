using Loci.Selection;
using Loci.Selection.Rules;

namespace Loci.Tests.Selection;

public sealed class SiftConformanceTests : SelectorConformance
{
    protected override ISelector Selector => new Sift();
}
