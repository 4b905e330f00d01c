using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Exploring;

/// <summary>The map's wire types as JSON, by the rules of <see cref="Protocol.ProtocolJson"/>.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, MaxDepth = 32)]
[JsonSerializable(typeof(ExploreRequest))]
[JsonSerializable(typeof(ExploreReply))]
internal sealed partial class ExploreJson : JsonSerializerContext
{
    /// <summary>With text as it is.</summary>
    public static ExploreJson Wire => field ??= new ExploreJson(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
