namespace Loci.Postgres.Tests.Servers;

/// <summary>Another server, for shards.</summary>
public sealed class SecondPgliteServer : PgliteServer;
