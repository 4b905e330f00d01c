using Loci.Torch.Decoding;

namespace Loci.Torch.Tuning;

/// <summary>Texts of different lengths that go through a decoder together, padded at their ends.</summary>
internal static class PaddedTexts
{
    /// <summary>Rows that may be padded to one length: where rotary frequencies depend on a text's length, long and short texts go apart.</summary>
    /// <param name="configuration">The decoder's arithmetic.</param>
    /// <param name="texts">Token ids; the last of each is only predicted.</param>
    public static IEnumerable<int[]> Alike(DecoderConfiguration configuration, IReadOnlyList<int[]> texts) => Enumerable.Range(0, texts.Count)
        .GroupBy(row => texts[row].Length - 1 > (configuration.Rotary?.Scaling?.SwitchLength ?? int.MaxValue)).Select(rows => rows.ToArray());

    /// <summary>Puts what some rows gave where they belong.</summary>
    public static void Put(double[] all, int[] rows, double[] some)
    {
        for (var i = 0; i < rows.Length; i++) all[rows[i]] = some[i];
    }
}
