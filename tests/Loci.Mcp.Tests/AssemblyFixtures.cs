using Loci.Mcp.Tests;

[assembly: AssemblyFixture(typeof(LociServer))]
