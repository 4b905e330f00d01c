using Loci.Embedding;

namespace Loci.VectorData.Tests;

/// <summary>A dense embedder in eight dimensions: every letter pulls along one of them, in one direction or the other, so that texts can be opposites.</summary>
internal sealed class SignedLetters() : DenseEmbedder("letters", Dimensions)
{
    public const int Dimensions = 8;

    public override string Identity => "signed-letters/1";

    public override double Noise => 0.1;

    public static float[] Of(string text)
    {
        var vector = new float[Dimensions];
        foreach (var letter in text)
            if (letter is >= 'a' and <= 'z') vector[(letter - 'a') % Dimensions] += (letter - 'a') / Dimensions % 2 == 0 ? 1 + ((letter - 'a') / 16) : -1;
        var norm = Math.Sqrt(vector.Sum(value => (double)value * value));
        return norm == 0 ? vector : [.. vector.Select(value => (float)(value / norm))];
    }

    protected override float[] Vector(string text) => Of(text);
}
