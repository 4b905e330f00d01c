using System.Text.Json.Serialization;

namespace Loci.Server.Engines;

/// <summary>Something for an engine to do. All of it can be written down, so that an engine may live in another process.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "job")]
[JsonDerivedType(typeof(CompletionJob), "completion")]
[JsonDerivedType(typeof(EmbeddingJob), "embedding")]
[JsonDerivedType(typeof(VerificationJob), "verification")]
public abstract record EngineJob;
