namespace Loci.Server.Asking;

/// <summary>What a reply tells of tuning.</summary>
/// <param name="Query">What the memory is searched by: <c>prompt</c>, <c>context</c> or <c>text</c>.</param>
/// <param name="Return">What is to be told.</param>
internal sealed record TuningView(string Query, IReadOnlySet<string> Return)
{
    /// <summary>Everything that can be told.</summary>
    public static IReadOnlyList<string> All { get; } = ["selection", "text", "uncertainty", "loss", "timing", "progress"];

    /// <summary>What is told where a request does not say.</summary>
    public static IReadOnlySet<string> Standard { get; } = new HashSet<string>(["selection", "uncertainty", "loss", "timing"], StringComparer.Ordinal);
}
