using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Loci.Cli.Tests.Architecture;

/// <summary>The size budget: what does not fit on a screen or two is taken apart.</summary>
public sealed class SizeTests
{
    private const int LongestFile = 300;
    private const int LongestMethod = 60;

    [Fact]
    public void No_file_is_longer_than_the_budget()
    {
        Assert.True(Sources.Files.Count > 100, "The sources were not found.");
        Assert.All(Sources.Files, file => Assert.True(Sources.Read(file).AsSpan().TrimEnd().Count('\n') + 1 <= LongestFile, $"{file} is longer than {LongestFile} lines."));
    }

    [Fact]
    public void No_method_is_longer_than_the_budget() => Assert.Empty(Sources.Files.SelectMany(file => LongMethods(file, Sources.Read(file))));

    [Fact]
    public void The_measure_counts_every_kind_of_method()
    {
        var lines = string.Concat(Enumerable.Repeat("    _ = 0;\n", LongestMethod));
        string[] sources =
        [
            $"class A {{ void Long()\n{{\n{lines}}}\n}}", $"class A {{ A()\n{{\n{lines}}}\n}}", $"class A {{ int P {{ get\n{{\n{lines} return 0; }}\n}} }}",
            $"class A {{ void Short() {{ void Inner()\n{{\n{lines}}}\n}} }}",
        ];
        Assert.All(sources, source => Assert.NotEmpty(LongMethods("a.cs", source)));
        Assert.Empty(LongMethods("a.cs", $"class A {{ void Fits()\n{{\n{lines[..^33]}}}\n}}"));
    }

    [Fact]
    public void Names_say_what_things_are() =>
        Assert.All(Sources.Files, file => Assert.DoesNotMatch("(Utils|Helper|Manager)\\.cs$", file));

    private static IEnumerable<string> LongMethods(string file, string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview), file);
        foreach (var node in tree.GetRoot().DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax))
        {
            var span = tree.GetLineSpan(node.Span); // without the comments before it
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines > LongestMethod) yield return $"{file}, line {span.StartLinePosition.Line + 1}: {lines} lines";
        }
    }
}
