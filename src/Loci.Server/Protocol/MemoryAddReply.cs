namespace Loci.Server.Protocol;

/// <summary>What became of documents.</summary>
/// <param name="Added">How many are new.</param>
/// <param name="Known">How many were there already.</param>
/// <param name="Chunks">Chunks of the new ones.</param>
/// <param name="Object"><c>memory.addition</c>.</param>
public sealed record MemoryAddReply(int Added, int Known, int Chunks, string Object = "memory.addition");
