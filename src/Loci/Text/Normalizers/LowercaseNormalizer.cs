namespace Loci.Text.Normalizers;

/// <summary>Makes letters small, each on its own, without a language's special rules.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    /// <inheritdoc/>
    /// <remarks>İ is the one letter whose small form is two characters.</remarks>
    public string Normalize(string text) => text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
}
