using System.Text.Json;
using Loci.Embedding;
using Loci.Evaluation;
using Loci.Ingest;
using Loci.Learning;
using Loci.Memories;
using Loci.Scoring;
using Loci.Torch;

namespace Loci.Experiments;

/// <summary>One run of the comparison.</summary>
internal sealed record RecipeStudy(string ModelFolder, string MemoryFolder, string Data, string ProtocolName, int Limit, int MaxTokens, int Threads, string? RecordFile, string SampleText)
{
    public async Task RunAsync(string[] arms, CancellationToken cancellationToken)
    {
        TorchRuntime.SetThreads(1);
        using var model = CausalLanguageModel.Load(ModelFolder);
        using var memory = await Memory.OpenAsync(MemoryFolder, new LexicalEmbedder(), new MemoryOptions(), cancellationToken);
        var documents = new DocumentReader(new IngestOptions()).Read([Data], cancellationToken)
            .Select(document => new EvaluationDocument(document.Meta?.GetValueOrDefault("pile_set_name") ?? "", document.Source, document.Text)).ToList();
        Console.WriteLine("| arm | percent of base after steps | mean of documents | harmed | seconds a document: tune |\n| --- | --- | --- | --- | --- |");
        foreach (var arm in arms.Select(RecipeArm.Parse)) Run(arm, model, memory, documents, cancellationToken);
    }

    private void Run(RecipeArm arm, CausalLanguageModel model, Memory memory, List<EvaluationDocument> documents, CancellationToken cancellationToken)
    {
        var tuner = arm.Tuner(count => Sample(model, count));
        var options = new EvaluationOptions
        {
            Protocol = Enum.Parse<Protocol>(ProtocolName, ignoreCase: true), Methods = ["base", arm.Method], Limit = Limit, MaxTokens = MaxTokens, Workers = Threads,
            Retrieval = new RetrievalOptions { Count = arm.Count, Noise = arm.Noise, Candidates = arm.Candidates, Stopping = arm.Stopping, Distinct = arm.Distinct },
        };
        var report = new Evaluator(model, memory, tuner, options).Run(documents, cancellationToken: cancellationToken);
        var results = report.Documents.Select(document => (document, method: document.Methods[arm.Method])).ToArray();
        var curve = string.Join(" ", report.Curves[arm.Method].Select(point => FormattableString.Invariant($"{point.Steps}:{point.Total.Percent:0.00}")));
        var mean = results.Average(result => 100 * result.method.Nats[^1] / result.document.BaseNats);
        var harmed = results.Count(result => result.method.Nats[^1] > result.document.BaseNats);
        Console.WriteLine(FormattableString.Invariant($"| {arm.Text} | {curve} | {mean:0.00} | {harmed} | {report.Seconds[arm.Method]["tune"] / results.Length:0.00} |"));
        if (RecordFile is null) return;
        File.AppendAllLines(RecordFile, results.Select(result => JsonSerializer.Serialize(new { arm = arm.Text, ProtocolName, result.document.Subset, result.document.Name, result.document.Bytes, result.document.BaseNats, result.method })));
    }

    /// <summary>Texts that the model was not trained on: the first chunk of every tenth document.</summary>
    private IEnumerable<int[]> Sample(CausalLanguageModel model, int count)
    {
        var chunker = new Loci.Text.Chunker(model.Tokenizer, maximumTokens: 256);
        return new DocumentReader(new IngestOptions()).Read([SampleText]).Where((_, i) => i % 10 == 0).SelectMany(document => chunker.Chunk(document.Text).Take(1))
            .Select(chunk => TextScorer.WithPrefix(model, model.Tokenizer.Encode(chunk.Text))).Where(tokens => tokens.Length > 1).Take(count);
    }
}
