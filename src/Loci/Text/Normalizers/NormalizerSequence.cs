namespace Loci.Text.Normalizers;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> steps) : INormalizer
{
    /// <inheritdoc/>
    public int Growth => Text.Growth.Product(steps.Select(step => step.Growth));

    /// <inheritdoc/>
    public string Normalize(string text)
    {
        foreach (INormalizer step in steps)
        {
            text = step.Normalize(text);
        }

        return text;
    }
}
