using Loci.Models;
using Loci.Text;

namespace Loci.Tests.Support;

/// <summary>A language model without weights: it predicts each byte by how often it has seen it, and a tuning session counts more.</summary>
internal sealed class CountingModel(int contextLength = 64) : ILanguageModel
{
    private readonly double[] _counts = [.. Enumerable.Repeat(1.0, 257)];

    public string Name => "counting";

    public ITokenizer Tokenizer { get; } = new ByteTokenizer();

    public int ContextLength => contextLength;

    /// <summary>How many windows were scored, by the base and its sessions together.</summary>
    public int Windows { get; private set; }

    public double[] Counts => [.. _counts];

    public float[] Losses(ReadOnlySpan<int> window, int from = 1) => Losses(_counts, window, from);

    public IEnumerable<GeneratedToken> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default) => Generate(_counts, options, cancellationToken);

    public void Dispose()
    {
    }

    public float[] Losses(double[] counts, ReadOnlySpan<int> window, int from)
    {
        Assert.InRange(window.Length, 2, contextLength + 1);
        Windows++;
        var total = counts.Sum();
        return [.. window[from..].ToArray().Select(token => (float)-Math.Log(counts[token] / total))];
    }

    public static IEnumerable<GeneratedToken> Generate(double[] counts, GenerationOptions options, CancellationToken cancellationToken)
    {
        var most = counts.Take(256).Max();
        for (var i = 0; i < options.MaxTokens; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new GeneratedToken(Array.IndexOf(counts, most), Math.Log(most / counts.Sum()), []);
        }
    }
}
