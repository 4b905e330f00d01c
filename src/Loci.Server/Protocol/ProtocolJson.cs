using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>The wire types as JSON: snake_case, nulls left out, a name twice in an object refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, MaxDepth = 32)]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatReply))]
[JsonSerializable(typeof(ChatChunk))]
[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(CompletionReply))]
[JsonSerializable(typeof(TuningReply))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingReply))]
[JsonSerializable(typeof(TokenizeRequest))]
[JsonSerializable(typeof(TokenizeReply))]
[JsonSerializable(typeof(DetokenizeRequest))]
[JsonSerializable(typeof(DetokenizeReply))]
[JsonSerializable(typeof(TokenizerInfo))]
[JsonSerializable(typeof(SelectRequest))]
[JsonSerializable(typeof(SelectReply))]
[JsonSerializable(typeof(MemoryInfoReply))]
[JsonSerializable(typeof(MemoryAddRequest))]
[JsonSerializable(typeof(MemoryAddReply))]
[JsonSerializable(typeof(MemorySearchRequest))]
[JsonSerializable(typeof(MemorySearchReply))]
[JsonSerializable(typeof(MemoryDocumentList))]
[JsonSerializable(typeof(MemoryForgetRequest))]
[JsonSerializable(typeof(MemoryForgetReply))]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>With text as it is: answers are JSON and nothing else, so that nothing in them has to be kept from being HTML.</summary>
    public static ProtocolJson Wire => field ??= new ProtocolJson(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
