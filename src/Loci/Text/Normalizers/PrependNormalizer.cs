namespace Loci.Text.Normalizers;

/// <summary>Puts a prefix before text, unless it is empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    /// <inheritdoc/>
    public int Growth => 1 + prefix.Length;

    /// <inheritdoc/>
    public string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}
