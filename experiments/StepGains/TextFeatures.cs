namespace Loci.Experiments;

/// <summary>What a text is compared by.</summary>
/// <param name="Hidden">Its mean hidden state, of unit length.</param>
/// <param name="Static">Its static embedding, of unit length.</param>
/// <param name="Gradient">The gradient of its mean loss.</param>
/// <param name="GradientNorm">Its length.</param>
/// <param name="Damped">The same, damped.</param>
/// <param name="Tokens">Its tokens.</param>
internal sealed record TextFeatures(float[] Hidden, float[]? Static, float[] Gradient, double GradientNorm, float[] Damped, HashSet<int> Tokens);
