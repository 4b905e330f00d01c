using System.Text.Json;
using Loci.Embedding;
using Loci.Evaluation;
using Loci.Ingest;
using Loci.Memories;
using Loci.Torch;

namespace Loci.Experiments;

/// <summary>One run of the comparison.</summary>
internal sealed record LessonStudy(string ModelFolder, string MemoryFolder, string Data, string ProtocolName, int Limit, int MaxTokens, int Threads, string? RecordFile)
{
    public async Task RunAsync(string[] arms, CancellationToken cancellationToken)
    {
        TorchRuntime.SetThreads(1);
        using var model = CausalLanguageModel.Load(ModelFolder);
        using var memory = await Memory.OpenAsync(MemoryFolder, new LexicalEmbedder(), new MemoryOptions(), cancellationToken);
        var documents = Evaluator.Choose([.. new DocumentReader(new IngestOptions()).Read([Data], cancellationToken)
            .Select(document => new EvaluationDocument(document.Meta?.GetValueOrDefault("pile_set_name") ?? "", document.Source, document.Text))], Limit, seed: 1);
        using var run = new LessonRun(model, memory, new EvaluationOptions { Protocol = Enum.Parse<Protocol>(ProtocolName, ignoreCase: true), MaxTokens = MaxTokens });
        Console.WriteLine("| arm | percent of base after so many texts | mean of documents | harmed | steps | seconds a document |\n| --- | --- | --- | --- | --- | --- |");
        foreach (var arm in arms)
        {
            var results = new LessonResult?[documents.Count];
            Parallel.For(0, documents.Count, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken }, i => results[i] = run.Of(new LessonArm(arm), documents[i], cancellationToken));
            Print(arm, [.. results.OfType<LessonResult>()]);
        }
    }

    private void Print(string arm, LessonResult[] results)
    {
        var total = results.Sum(result => result.Base);
        var longest = results.MaxBy(result => result.Marks.Length)!.Marks; // merged picks are fewer in some documents than in others, whose last figure then stands for the rest
        var curve = string.Join(" ", longest.Select((mark, i) => FormattableString.Invariant($"{mark}:{100 * results.Sum(result => result.Nats[Math.Min(i, result.Nats.Length - 1)]) / total:0.00}")));
        Console.WriteLine(FormattableString.Invariant(
            $"| {arm} | {curve} | {results.Average(result => 100 * result.Nats[^1] / result.Base):0.00} | {results.Count(result => result.Nats[^1] > result.Base)} | {results.Average(result => result.Updates):0.0} | {results.Average(result => result.Seconds):0.00} |"));
        if (RecordFile is not null) File.AppendAllLines(RecordFile, results.Select(result => JsonSerializer.Serialize(result)));
    }
}
