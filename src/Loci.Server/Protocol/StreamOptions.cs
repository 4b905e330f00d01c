using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>What a stream holds besides the answer.</summary>
/// <param name="IncludeUsage">Whether a last chunk without choices says how many tokens were read and written.</param>
public sealed record StreamOptions([property: JsonPropertyName("include_usage")] bool? IncludeUsage = null);
