using Loci.Evaluation;
using Loci.Evaluation.Records;
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
    public void The_query_is_learnt_where_it_is_not_what_is_scored()
    {
        EvaluationDocument[] documents = [new("animals", "z", string.Concat(Enumerable.Repeat("gnu ", 60)))];
        var options = new EvaluationOptions { Protocol = Protocol.Split, Retrieval = new RetrievalOptions { Count = 4 }, Methods = ["base", "sift", "sift+prompt", "prompt"], PromptSteps = 3 };
        var report = Run(options, documents);
        Assert.Equal((4, 7, 3), (report.Steps["sift"], report.Steps["sift+prompt"], report.Steps["prompt"]));
        Assert.True(report.Methods["prompt"].Total.Percent < 100);
        Assert.True(report.Methods["sift+prompt"].Total.Percent < report.Methods["sift"].Total.Percent);
        Assert.Equal(report.Methods["prompt"].Total.Bpb, report.Curves["prompt"][^1].Total.Bpb, 1e-9);
        var document = Assert.Single(report.Documents);
        Assert.True(document.Methods["prompt"].GuardNats[0] < document.Methods["sift"].GuardNats[0]); // the guard counts only what is not learnt
        var error = Assert.Throws<InvalidInputException>(() => Run(options with { Protocol = Protocol.Whole }, documents));
        Assert.Contains("split", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_end_at_checkpoints_that_they_fill()
    {
        var options = new EvaluationOptions { Retrieval = new RetrievalOptions { Count = 3 }, Methods = ["base", "nn"] };
        var report = new Evaluator(new CountingModel(), _memory.Memory, new CountingTuner(batchSize: 2), options).Run(Documents, cancellationToken: Token);
        Assert.Equal(3 * 2, report.Steps["nn"]);
        var curve = report.Curves["nn"];
        Assert.Equal(100, curve[1].Total.Percent, 1e-9);
        Assert.True(curve[2].Total.Percent < 100);
        Assert.Equal(report.Methods["nn"].Total.Percent, curve[^1].Total.Percent, 1e-9);
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
    public void Documents_that_are_recorded_are_not_evaluated_again_and_come_out_the_same()
    {
        var options = new EvaluationOptions { Retrieval = new RetrievalOptions { Count = 4 }, Methods = ["base", "nn", "sift", "in-context"] };
        var plain = Run(options);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (var records = RecordFile.Open(path, "x")) Evaluate(options, Documents[..2], records, new CountingModel());
            var model = new CountingModel();
            using (var records = RecordFile.Open(path, "x"))
            {
                var resumed = Evaluate(options, Documents, records, model);
                foreach (var name in plain.Methods.Keys) Assert.Equal(plain.Methods[name].Total, resumed.Methods[name].Total);
                Assert.Equal(3, records.Count);
            }
            var windows = model.Windows;
            Assert.True(windows > 0);
            using (var records = RecordFile.Open(path, "x")) Evaluate(options, Documents, records, model);
            Assert.Equal(windows, model.Windows);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void In_context_nothing_is_learnt_and_every_token_is_scored_once()
    {
        // The counting model does not look at what stands before a token: the picks in the context change nothing, but only if the same tokens are scored.
        foreach (var protocol in Enum.GetValues<Protocol>())
        {
            var report = Run(new EvaluationOptions { Protocol = protocol, Methods = ["base", "in-context:nn"], Retrieval = new RetrievalOptions { Count = 3 } });
            Assert.Equal(report.Methods["base"].Total.Bpb, report.Methods["in-context:nn"].Total.Bpb, 1e-9);
            Assert.Equal(0, report.Steps["in-context:nn"]);
        }
    }

    [Fact]
    public void In_context_what_is_longer_than_half_the_context_is_cut_not_left_out()
    {
        var options = new EvaluationOptions { Shown = 1, Methods = ["base", "in-context"], Retrieval = new RetrievalOptions { Count = 3 } };
        var report = Evaluate(options, Documents, null, new CountingModel(contextLength: 16)); // which refuses longer windows
        Assert.All(report.Documents.Where(document => document.Shown is not null), document => Assert.Single(document.Methods["in-context"].Shown!.Picks));
    }

    [Fact]
    public void The_guard_never_sees_more_than_the_protocol_allows()
    {
        const string Text = "zebra zebra zebra crossing fox fox fox fox";
        foreach (var (protocol, most) in new[] { (Protocol.Split, 0.75), (Protocol.Whole, 0.26) })
        {
            var report = Run(new EvaluationOptions { Protocol = protocol, Methods = ["base", "nn"], Retrieval = new RetrievalOptions { Count = 1 } }, [new EvaluationDocument("x", "x", Text)]);
            var document = Assert.Single(report.Documents);
            var perToken = Math.Log(257); // every token alike before anything is learnt
            Assert.InRange(document.Methods["nn"].GuardNats[0] / perToken, 1, most * (Text.Length + 1));
        }
    }

    [Fact]
    public void Documents_that_are_shown_keep_tokens_and_picks()
    {
        var report = Run(new EvaluationOptions { Shown = 1, Methods = ["base", "nn", "in-context"], Retrieval = new RetrievalOptions { Count = 2 } });
        Assert.Equal(2, report.Documents.Count(document => document.Shown is not null)); // one of each subset
        foreach (var document in report.Documents.Where(document => document.Shown is not null))
        {
            Assert.Equal(document.Tokens, document.Shown!.Losses.Count);
            Assert.Equal(document.BaseNats, document.Shown.Losses.Sum(loss => (double)loss), 1e-3);
            Assert.Equal(document.Shown.Losses.Count, document.Shown.Pieces.Count);
            var shown = document.Methods["nn"].Shown!;
            Assert.Equal(document.Methods["nn"].Nats[^1], shown.Losses.Sum(loss => (double)loss), 1e-3);
            Assert.Equal(document.Methods["nn"].Chunks, shown.Picks.Select(pick => pick.Chunk));
        }
    }

    [Fact]
    public void A_rule_that_stops_early_takes_fewer_steps()
    {
        var options = new EvaluationOptions { Methods = ["base", "sift", "sift-adaptive"], AdaptiveStopping = 1000, Retrieval = new RetrievalOptions { Count = 6 } };
        var report = Run(options);
        Assert.True(report.Steps["sift-adaptive"] < report.Steps["sift"]);
        Assert.Equal(report.Curves["sift"].Count, report.Curves["sift-adaptive"].Count);
    }

    [Fact]
    public void Nothing_to_score_is_an_error()
    {
        Assert.Throws<InvalidInputException>(() => Run(new EvaluationOptions(), []));
        Assert.Throws<InvalidInputException>(() => Run(new EvaluationOptions(), [new EvaluationDocument("x", "x", "")]));
    }

    private EvaluationReport Run(EvaluationOptions options, EvaluationDocument[]? documents = null) =>
        Evaluate(options, documents ?? Documents, null, new CountingModel());

    private EvaluationReport Evaluate(EvaluationOptions options, EvaluationDocument[] documents, RecordFile? records, CountingModel model) =>
        new Evaluator(model, _memory.Memory, new CountingTuner(), options, records).Run(documents, cancellationToken: Token);
}
