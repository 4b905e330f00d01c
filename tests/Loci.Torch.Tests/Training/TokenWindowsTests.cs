using CsCheck;
using Loci.Torch.Training;

namespace Loci.Torch.Tests.Training;

public sealed class TokenWindowsTests
{
    private static readonly Gen<(int Count, int Length, int Seed)> Streams =
        from length in Gen.Int[1, 12]
        from extra in Gen.Int[1, 100]
        from seed in Gen.Int
        select (2 * length + extra, length, seed);

    [Fact]
    public void Every_epoch_takes_windows_that_touch_and_never_overlap() => Streams.Sample(stream =>
    {
        var windows = Windows(stream);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var starts = Enumerable.Range(0, windows.PerEpoch).Select(i => Start(windows, (long)epoch * windows.PerEpoch + i, stream.Length)).Order().ToArray();
            Assert.InRange(starts[0], 0, stream.Length - 1);
            Assert.Equal(starts.Select((_, i) => starts[0] + i * stream.Length), starts);
            Assert.True(starts[^1] + stream.Length < stream.Count);
            Assert.True(stream.Count - (windows.PerEpoch * stream.Length) <= 2 * stream.Length, "more than two windows' worth is left out");
        }
    });

    [Fact]
    public void A_window_depends_on_its_index_alone() => Gen.Select(Streams, Gen.Int[0, 200].Array[1, 10]).Sample((stream, indices) =>
    {
        var straight = Windows(stream);
        var all = Enumerable.Range(0, 201).Select(i => Start(straight, i, stream.Length)).ToArray();
        var resumed = Windows(stream);
        Assert.All(indices, index => Assert.Equal(all[index], Start(resumed, index, stream.Length)));
    });

    [Fact]
    public void Epochs_differ_in_order()
    {
        var windows = Windows((2000, 10, 3));
        Assert.NotEqual(
            Enumerable.Range(0, 50).Select(i => Start(windows, i, 10) / 10),
            Enumerable.Range(0, 50).Select(i => Start(windows, windows.PerEpoch + i, 10) / 10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void Too_little_text_is_refused_with_both_numbers(int count)
    {
        var error = Assert.Throws<InvalidInputException>(() => Windows((count, 8, 1)));
        Assert.Contains("at least 17 tokens", error.Message, StringComparison.Ordinal);
        Assert.Contains($"found {count}", error.Message, StringComparison.Ordinal);
    }

    private static TokenWindows Windows((int Count, int Length, int Seed) stream) => new([.. Enumerable.Range(0, stream.Count)], stream.Length, stream.Seed);

    /// <summary>Where a window starts, as each token of these streams is its own place; all of the window is checked.</summary>
    private static int Start(TokenWindows windows, long index, int length)
    {
        var window = new long[length + 1];
        windows.Copy(index, window);
        Assert.Equal(Enumerable.Range((int)window[0], length + 1).Select(token => (long)token), window);
        return (int)window[0];
    }
}
