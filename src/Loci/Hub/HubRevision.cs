namespace Loci.Hub;

/// <summary>What a repository holds at one commit.</summary>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Files">Every file whose name is plain, in the hub's order.</param>
/// <param name="Refused">Names that are not, such as <c>../x</c>: these files are never asked for.</param>
public sealed record HubRevision(string Commit, IReadOnlyList<HubFileName> Files, IReadOnlyList<string> Refused);
