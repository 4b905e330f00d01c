using Loci.Postgres.Tests.Servers;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: AssemblyFixture(typeof(PgliteServer))]
[assembly: AssemblyFixture(typeof(SecondPgliteServer))]
