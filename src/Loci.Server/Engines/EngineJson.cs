using System.Text.Json;
using System.Text.Json.Serialization;
using Loci.Generation;

namespace Loci.Server.Engines;

/// <summary>Jobs and events as JSON between processes. Numbers that are not finite are written by name.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EngineJob))]
[JsonSerializable(typeof(EngineEvent))]
[JsonSerializable(typeof(EngineIdentity))]
[JsonSerializable(typeof(FinishReason))]
internal sealed partial class EngineJson : JsonSerializerContext;
