using System.Text.Json.Serialization;

namespace Loci.Server.Workers;

/// <summary>What a server and a worker say to each other.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(WorkerReady), "ready")]
[JsonDerivedType(typeof(WorkerUnfit), "unfit")]
[JsonDerivedType(typeof(JobStarts), "start")]
[JsonDerivedType(typeof(JobStops), "stop")]
[JsonDerivedType(typeof(JobYields), "yield")]
[JsonDerivedType(typeof(JobEnds), "end")]
internal abstract record WorkerMessage;
