namespace Loci.Server.Load.Poisoning;

/// <summary>A paragraph that no memory holds, in two halves.</summary>
/// <param name="Query">The first half: what is learnt for.</param>
/// <param name="Clean">The second: what has to stay as well predicted.</param>
internal sealed record PoisonPrompt(string Query, string Clean);
