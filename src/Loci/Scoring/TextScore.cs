namespace Loci.Scoring;

/// <summary>How well a model predicted text.</summary>
/// <param name="Nats">Sum of negative log-likelihoods.</param>
/// <param name="Tokens">Tokens scored.</param>
/// <param name="Bytes">UTF-8 bytes of the text that was scored.</param>
public readonly record struct TextScore(double Nats, long Tokens, long Bytes)
{
    /// <summary>Nats / ln 2 / bytes; NaN where no bytes were scored.</summary>
    public double BitsPerByte => Bytes == 0 ? double.NaN : Nats / Math.Log(2) / Bytes;

    /// <summary>The score of both texts together: Σ nats / Σ bytes, not a mean of means.</summary>
    public static TextScore operator +(TextScore left, TextScore right) =>
        new(left.Nats + right.Nats, left.Tokens + right.Tokens, left.Bytes + right.Bytes);

    /// <summary>The sum of two scores.</summary>
    public static TextScore Add(TextScore left, TextScore right) => left + right;
}
