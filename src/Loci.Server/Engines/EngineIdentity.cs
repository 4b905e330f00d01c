namespace Loci.Server.Engines;

/// <summary>What an engine computes with. Two engines of one server must have the same.</summary>
/// <param name="Model">The model's name, as clients say it.</param>
/// <param name="ContextLength">The most tokens a prediction may be conditioned on.</param>
/// <param name="VocabularySize">Token ids are below this.</param>
/// <param name="BaseHash">SHA-256 of the base's weights, in small hexadecimal letters.</param>
/// <param name="HiddenSize">Length of an embedding by the model itself; 0 where it gives none.</param>
/// <param name="Tunes">Whether it can learn at test time: there is a memory, and a tuner.</param>
public sealed record EngineIdentity(string Model, int ContextLength, int VocabularySize, string BaseHash, int HiddenSize, bool Tunes);
