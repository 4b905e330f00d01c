namespace Loci.Text.Decoders;

/// <summary>Several decoders, one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<IDecoder> steps) : IDecoder
{
    /// <inheritdoc/>
    public int Growth => Text.Growth.Product(steps.Select(step => step.Growth));

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        foreach (IDecoder step in steps)
        {
            tokens = step.Decode(tokens);
        }

        return tokens;
    }
}
