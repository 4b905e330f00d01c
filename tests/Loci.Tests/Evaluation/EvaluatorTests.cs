using Loci.Evaluation;
using Loci.Evaluation.Tables;
using Loci.Learning;
using Loci.Tests.Support;

namespace Loci.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private static readonly EvaluationDocument[] Documents =
    [
        new("animals", "z", "zebra zebra zebra zebra zebra zebra"),
        new("animals", "f", "fox fox fox fox brown fox brown fox"),
        new("fruit", "a", "apple apple apple pie apple pie, and a little more of it to make it longer than one window of the model"),
    ];

    private readonly SmallMemory _memory = SmallMemory.Of("zebra zebra zebra crossing", "a quick brown fox", "apple pie", "apple apple");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(Protocol.Whole)]
    [InlineData(Protocol.Split)]
    public void The_table_adds_up(Protocol protocol)
    {
        var report = Run(new EvaluationOptions { Protocol = protocol, Retrieval = new RetrievalOptions { Count = 6 } });
        foreach (var (name, table) in report.Methods)
        {
            Assert.Equal(["animals", "fruit"], table.Subsets.Keys);
            Assert.Equal(3, table.Total.Documents);
            Assert.Equal(table.Total.Bytes, table.Subsets.Values.Sum(cell => cell.Bytes));
            Assert.Equal(table.Total.Bpb * table.Total.Bytes, table.Subsets.Values.Sum(cell => cell.Bpb * cell.Bytes), 1e-6);
            if (name == "base") Assert.Equal(100, table.Total.Percent, 1e-9);
            else Assert.True(table.Total.Percent < 100, $"{name}: learning the same words should help, found {table.Total.Percent} %");
        }
        long bytes = Documents.Sum(document => (long)document.Text.Length);
        Assert.InRange(report.Methods["base"].Total.Bytes, protocol == Protocol.Whole ? bytes : bytes / 3, protocol == Protocol.Whole ? bytes : bytes * 2 / 3);
        Assert.Equal([0, 1, 2, 5, 6], report.Curves["sift"].Select(point => point.Steps));
        Assert.Equal(report.Methods["base"].Total.Bpb, report.Curves["sift"][0].Total.Bpb, 1e-9);
        Assert.Equal(report.Methods["sift"].Total.Bpb, report.Curves["sift"][^1].Total.Bpb, 1e-9);
        Assert.Equal(3 * 6, report.Steps["sift"]);
    }

    [Fact]
    public void Order_and_workers_change_nothing()
    {
        var options = new EvaluationOptions { Limit = 1, Retrieval = new RetrievalOptions { Count = 4 }, Methods = ["base", "nn", "sift", "random"] };
        var forward = Run(options);
        var parallel = Run(options with { Workers = 3 }, [.. Documents.Reverse()]);
        foreach (var name in forward.Methods.Keys) Assert.Equal(forward.Methods[name].Total, parallel.Methods[name].Total);
    }

    [Fact]
    public void Only_so_many_tokens_of_a_document_count_where_asked()
    {
        var report = Run(new EvaluationOptions { MaxTokens = 10, Methods = ["base"] });
        Assert.Equal(30, report.Methods["base"].Total.Bytes);
    }

    [Fact]
    public void Nothing_to_score_is_an_error()
    {
        Assert.Throws<InvalidInputException>(() => Run(new EvaluationOptions(), []));
        Assert.Throws<InvalidInputException>(() => Run(new EvaluationOptions(), [new EvaluationDocument("x", "x", "")]));
    }

    private EvaluationReport Run(EvaluationOptions options, EvaluationDocument[]? documents = null) =>
        new Evaluator(new CountingModel(), _memory.Memory, new CountingTuner(), options).Run(documents ?? Documents, cancellationToken: Token);
}
