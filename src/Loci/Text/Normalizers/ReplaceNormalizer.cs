namespace Loci.Text.Normalizers;

/// <summary>Replaces what a pattern matches by fixed text.</summary>
internal sealed class ReplaceNormalizer(ITextPattern pattern, string content) : INormalizer
{
    /// <inheritdoc/>
    public int Growth => Math.Max(1, content.Length);

    /// <inheritdoc/>
    public string Normalize(string text) => pattern.Replace(text, content);
}
