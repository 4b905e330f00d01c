namespace Loci.Server.Load.Naming;

/// <summary>A place in the API that takes a name.</summary>
/// <param name="What">Which.</param>
/// <param name="Request">A request with a name there.</param>
/// <param name="MayTake">Whether the API takes any name there, as the client's own.</param>
internal sealed record NamePlace(string What, Func<string, HttpRequestMessage> Request, bool MayTake = false);
