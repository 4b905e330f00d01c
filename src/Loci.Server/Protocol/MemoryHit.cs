using System.Text.Json.Serialization;

namespace Loci.Server.Protocol;

/// <summary>A chunk that a search found.</summary>
/// <param name="Id">Its number.</param>
/// <param name="DocumentId">Its document's number.</param>
/// <param name="Document">Where its document came from.</param>
/// <param name="Ordinal">Its place in the document, from 0.</param>
/// <param name="Score">What it was ranked by.</param>
/// <param name="Text">Its text.</param>
public sealed record MemoryHit(long Id, [property: JsonPropertyName("document_id")] long DocumentId, string Document, int Ordinal, double Score, string Text);
