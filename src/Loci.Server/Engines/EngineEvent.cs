using System.Text.Json.Serialization;

namespace Loci.Server.Engines;

/// <summary>Something that came of a job.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(StepTaken), "step")]
[JsonDerivedType(typeof(PromptTuned), "tuned")]
[JsonDerivedType(typeof(PromptScored), "scored")]
[JsonDerivedType(typeof(PieceDrawn), "piece")]
[JsonDerivedType(typeof(PromptAnswered), "answered")]
[JsonDerivedType(typeof(TextsEmbedded), "embedded")]
[JsonDerivedType(typeof(WeightsHashed), "hashed")]
public abstract record EngineEvent;
