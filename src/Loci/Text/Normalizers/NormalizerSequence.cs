namespace Loci.Text.Normalizers;

/// <summary>
/// Several normalizers, one after the other. What they may do to a text together is not what they do: published tokenizers put blanks around thirty signs, one by one. So the text is
/// watched as it goes through.
/// </summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> steps) : INormalizer
{
    private const int ShortText = 16; // a shorter one may become as long as this one may

    /// <inheritdoc/>
    public int Growth => steps.Select(step => step.Growth).DefaultIfEmpty(1).Max();

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The text becomes longer than any published tokenizer would make it.</exception>
    public string Normalize(string text)
    {
        int before = Math.Max(ShortText, text.Length);
        foreach (INormalizer step in steps)
        {
            Text.Growth.Watch(before, (long)text.Length * step.Growth);
            text = step.Normalize(text);
        }

        return text;
    }
}
