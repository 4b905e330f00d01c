using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Loci.Cli.Tests.Architecture;

/// <summary>
/// A number that is given to an operation of TorchSharp becomes a native object behind a finalizer, and nothing keeps it while the operation reads it: a collection at the wrong moment gives the
/// operation another number. So numbers go through <c>Scalars</c>, which holds and frees each.
/// </summary>
public sealed class ScalarTests
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    [Fact]
    public void Numbers_reach_tensors_through_one_place()
    {
        string[] files = [.. Sources.Files.Where(file => file.Contains("src/Loci.Torch/", StringComparison.Ordinal))];
        Assert.True(files.Length > 50, "The sources were not found.");
        var found = string.Join('\n', Conversions(files.Where(file => !file.EndsWith("/Scalars.cs", StringComparison.Ordinal)).Select(file => (file, Sources.Read(file)))));
        Assert.True(found.Length == 0, found);
    }

    [Fact]
    public void The_rule_sees_a_number_where_there_is_one()
    {
        const string Code = "using static TorchSharp.torch; class A { Tensor B(Tensor x, double y) => x * y; Tensor C(Tensor x) => x.add(1); Tensor D(Tensor x) => x + x; }";
        Assert.Equal(["a.cs: x * y", "a.cs: 1"], Conversions([("a.cs", Code)]));
    }

    private static IEnumerable<string> Conversions(IEnumerable<(string File, string Text)> sources)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        SyntaxTree[] trees = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, options, source.File))];
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Sources", [.. trees, CSharpSyntaxTree.ParseText(Usings, options)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        return trees.SelectMany(tree =>
        {
            var model = compilation.GetSemanticModel(tree);
            return tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>().Where(expression => IsConversion(model, expression) || IsOperator(model, expression)).Select(expression => $"{tree.FilePath}: {expression}");
        });
    }

    private static bool IsConversion(SemanticModel model, ExpressionSyntax expression) =>
        model.GetConversion(expression) is { IsUserDefined: true, MethodSymbol.ContainingType: { Name: "Scalar", ContainingNamespace.Name: "TorchSharp" } };

    /// <summary>An operator between a tensor and a number makes the same object inside.</summary>
    private static bool IsOperator(SemanticModel model, ExpressionSyntax expression) => expression is BinaryExpressionSyntax
        && model.GetSymbolInfo(expression).Symbol is IMethodSymbol { ContainingType.Name: "Tensor" } method && method.Parameters.Any(parameter => parameter.Type.Name != "Tensor");
}
