using CsCheck;
using Loci.Memories;

namespace Loci.Tests.Memories;

/// <summary>Terms in order, equal ones as they came.</summary>
public sealed class TermSortTests
{
    [Fact]
    public void It_is_a_stable_sort() =>
        Gen.OneOf(Gen.UInt, Gen.UInt[0, 5], Gen.UInt[uint.MaxValue - 5, uint.MaxValue]).Array[0, 300].Sample(terms =>
            Assert.Equal(Enumerable.Range(0, terms.Length).OrderBy(i => terms[i]), TermSort.Order(terms)));
}
