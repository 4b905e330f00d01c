namespace Loci.Server.Protocol;

/// <summary>What was forgotten.</summary>
/// <param name="Forgotten">Number of documents.</param>
/// <param name="Object"><c>memory.forgetting</c>.</param>
public sealed record MemoryForgetReply(int Forgotten, string Object = "memory.forgetting");
