namespace Loci.Scoring;

/// <summary>
/// Cuts a document into windows so that each token is predicted exactly once. With a stride of the whole context these are the windows of
/// lm-evaluation-harness's rolling log-likelihood: disjoint targets, each later window opening with the last token before it, and the last
/// one reaching back for a full context.
/// </summary>
public static class RollingWindows
{
    /// <summary>The windows of a document of <paramref name="count"/> tokens, its prefix token included.</summary>
    /// <param name="count">Number of tokens; token 0 is only ever context.</param>
    /// <param name="context">Most tokens the model may condition on; a window holds one more, which is only predicted.</param>
    /// <param name="firstScored">First token that counts, at least 1; those before it are context.</param>
    /// <param name="stride">Most tokens scored in one window; 0 means <paramref name="context"/>. Smaller strides give each token more context and cost more.</param>
    public static IEnumerable<ScoredWindow> Cut(int count, int context, int firstScored = 1, int stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstScored, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        var step = stride == 0 ? context : Math.Min(stride, context);
        for (var from = firstScored; from < count;)
        {
            var end = Math.Min(count, from + step);
            yield return new ScoredWindow(Math.Max(0, end - context - 1), end, from);
            from = end;
        }
    }
}
