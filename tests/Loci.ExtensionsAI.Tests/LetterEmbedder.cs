using System.Numerics.Tensors;
using Loci.Embedding;

namespace Loci.ExtensionsAI.Tests;

/// <summary>Counts the letters a to z of a text: a dense embedder whose values can be worked out by hand.</summary>
internal sealed class LetterEmbedder() : DenseEmbedder("letters", 26)
{
    public override string Identity => "letters/1";

    public override double Noise => 1;

    protected override float[] Vector(string text)
    {
        var vector = new float[26];
        foreach (var letter in text)
            if (letter is >= 'a' and <= 'z') vector[letter - 'a']++;
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0) TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }
}
