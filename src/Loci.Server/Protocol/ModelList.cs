namespace Loci.Server.Protocol;

/// <summary>The models of the server.</summary>
/// <param name="Data">Each by each of its names.</param>
/// <param name="Object"><c>list</c>.</param>
public sealed record ModelList(IReadOnlyList<ModelEntry> Data, string Object = "list");
