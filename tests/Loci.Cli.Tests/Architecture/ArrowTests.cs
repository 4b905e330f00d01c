using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Loci.Cli.Tests.Architecture;

/// <summary>Holds the arrows of the architecture: who may know whom.</summary>
public sealed class ArrowTests
{
    private static readonly Assembly Core = typeof(InvalidInputException).Assembly;
    private static readonly Assembly Torch = typeof(Loci.Torch.TorchRuntime).Assembly;
    private static readonly ArchUnitNET.Domain.Architecture Loaded = new ArchLoader().LoadAssemblies(Core).Build();

    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Spectre.Console")]
    [InlineData("System.CommandLine")]
    [InlineData("System.Console")]
    [InlineData("Microsoft.Extensions.AI")]
    [InlineData("Microsoft.Extensions.VectorData")]
    [InlineData("ModelContextProtocol")]
    [InlineData("OpenAI")]
    [InlineData("Npgsql")]
    [InlineData("Loci.")]
    public void The_core_is_free_of(string library) => Assert.DoesNotContain(References(Core), name => name.StartsWith(library, StringComparison.Ordinal));

    [Fact]
    public void The_models_know_the_core_alone()
    {
        Assert.Equal(["Loci"], References(Torch).Where(IsOurs));
        Assert.DoesNotContain(References(Torch), name => name.StartsWith("Spectre.Console", StringComparison.Ordinal) || name is "System.Console" or "System.CommandLine");
    }

    [Fact]
    public void What_stores_need_knows_the_core_and_their_contract_alone()
    {
        string[] references = References(typeof(Loci.VectorData.RerankedSearch).Assembly);
        Assert.Equal(["Loci"], references.Where(IsOurs));
        Assert.Equal(
            ["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.VectorData.Abstractions"], // the latter's vectors are the former's
            references.Where(name => name.StartsWith("Microsoft.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Chat_clients_and_generators_know_the_core_and_their_contract_alone()
    {
        string[] references = References(typeof(Loci.ExtensionsAI.GeneratorEmbedder).Assembly);
        Assert.Equal(["Loci"], references.Where(IsOurs));
        Assert.Equal(
            ["Microsoft.Extensions.AI", "Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions"], // pipelines are built by the first, registered by the last
            references.Where(name => name.StartsWith("Microsoft.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tools_of_the_protocol_know_the_core_and_the_official_library_alone()
    {
        string[] references = References(typeof(Loci.Mcp.LociToolOptions).Assembly);
        Assert.Equal(["Loci"], references.Where(IsOurs));
        Assert.Equal(
            ["Loci", "ModelContextProtocol", "ModelContextProtocol.Core"],
            references.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Endpoints_know_generators_and_the_official_client_alone()
    {
        string[] references = References(typeof(Loci.OpenAI.OpenAIEmbedder).Assembly);
        Assert.Equal(["Loci", "Loci.ExtensionsAI"], references.Where(IsOurs).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Microsoft.Extensions.AI.Abstractions", "OpenAI", "System.ClientModel"],
            references.Where(name => name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "OpenAI" or "System.ClientModel").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Memories_in_databases_know_the_core_and_the_driver_alone()
    {
        string[] references = References(typeof(Loci.Postgres.PostgresMemory).Assembly);
        Assert.Equal(["Loci"], references.Where(IsOurs));
        Assert.Equal(["Loci", "Npgsql", "Pgvector"], references.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Reports_know_the_core_alone_and_touch_nothing_outside()
    {
        string[] references = References(typeof(Loci.Reports.EvaluationPage).Assembly);
        Assert.Equal(["Loci"], references.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)));
        Assert.DoesNotContain(references, name => name.StartsWith("System.Net", StringComparison.Ordinal) || name.StartsWith("System.IO", StringComparison.Ordinal) || name is "System.Console");
    }

    [Fact]
    public void The_server_knows_the_core_and_no_way_of_multiplying_matrices()
    {
        string[] references = References(typeof(Loci.Server.LociOptions).Assembly);
        Assert.Equal(["Loci"], references.Where(IsOurs));
        Assert.DoesNotContain(references, name => name is "TorchSharp" or "System.Console" or "System.CommandLine" || name.StartsWith("OpenTelemetry", StringComparison.Ordinal));
    }

    [Fact]
    public void The_program_composes_all() =>
        Assert.Superset(new HashSet<string>(["Loci", "Loci.Formats", "Loci.Mcp", "Loci.OpenAI", "Loci.Postgres", "Loci.Reports", "Loci.Server", "Loci.Torch"], StringComparer.Ordinal), References(Assembly.Load("Loci.Cli")).ToHashSet(StringComparer.Ordinal));

    /// <summary>What a folder of the core may know besides itself and the root.</summary>
    [Theory]
    [InlineData("Vectors")]
    [InlineData("Tensors", "Vectors")]
    [InlineData("Hub", "Tensors")]
    [InlineData("Text")]
    [InlineData("Selection", "Vectors")]
    [InlineData("Reranking", "Selection")]
    [InlineData("Models", "Text")]
    [InlineData("Embedding", "Tensors", "Text", "Vectors")]
    [InlineData("Memories", "Embedding", "Indexing", "Text", "Vectors")]
    [InlineData("Indexing", "Vectors")]
    [InlineData("Scoring", "Models", "Text")]
    [InlineData("Generation", "Models", "Scoring", "Text")]
    [InlineData("Ingest", "Embedding", "Memories", "Tensors", "Text")]
    public void A_folder_knows_no_more_than_it_needs(string folder, params string[] known) =>
        Assert.Empty(Broken(Types().That().ResideInNamespaceMatching(Inside(folder)).Should().NotDependOnAny(OthersThan([folder, .. known]))));

    [Fact]
    public void The_rule_sees_a_dependency_where_there_is_one() =>
        Assert.NotEmpty(Broken(Types().That().ResideInNamespaceMatching(Inside("Learning")).Should().NotDependOnAny(OthersThan(["Learning"]))));

    private static IObjectProvider<IType> OthersThan(string[] folders) =>
        Types().That().ResideInNamespaceMatching(@"^Loci\.").And().DoNotResideInNamespaceMatching(Inside(folders));

    private static string Inside(params string[] folders) => $@"^Loci\.({string.Join('|', folders)})(\.|$)";

    private static string[] Broken(IArchRule rule) => [.. rule.Evaluate(Loaded).Where(result => !result.Passed).Select(result => result.Description)];

    private static bool IsOurs(string name) => name == "Loci" || name.StartsWith("Loci.", StringComparison.Ordinal);

    private static string[] References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];
}
