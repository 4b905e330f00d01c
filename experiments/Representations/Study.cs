using System.Globalization;
using Loci.Embedding;
using Loci.Evaluation;
using Loci.Ingest;
using Loci.Learning;
using Loci.Memories;
using Loci.Text;
using Loci.Torch;
using Loci.Torch.Tuning;

namespace Loci.Experiments;

/// <summary>One run of the comparison.</summary>
internal sealed record Study(
    string ModelFolder, string[] MemoryText, string Data, string Work, string? StaticFolder, string[]? Arms, string ProtocolName, string[] Noises,
    int Limit, int Count, int Threads)
{
    private const int MaxTokens = 512;
    private const int FitTexts = 500;
    private const int ChunkTokens = 256; // as in docs/experiments.md, section 1
    private static readonly string[] Stages = ["embed", "search", "select"];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TorchRuntime.SetThreads(1);
        using var model = CausalLanguageModel.Load(ModelFolder);
        var documents = new DocumentReader(new IngestOptions()).Read([Data], cancellationToken)
            .Select(document => new EvaluationDocument(document.Meta?.GetValueOrDefault("pile_set_name") ?? "", document.Source, document.Text)).ToList();
        Console.WriteLine("| representation | protocol | method | λ | bits per byte | % of base | s / query (embed, search, select) |\n| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (name, embedder) in Embedders(model).Where(arm => Arms is null || Arms.Contains(arm.Name)))
        {
            using var memory = await MemoryAsync(name, embedder(), model, cancellationToken);
            foreach (var noise in Noises.Where(entry => !entry.Contains('=')).Concat(Noises.Where(entry => entry.StartsWith(name + "=", StringComparison.Ordinal)).Select(entry => entry.Split('=')[1])).Select((text, i) => (Text: text, First: i == 0)))
                Evaluate(name, model, memory, documents, double.Parse(noise.Text, CultureInfo.InvariantCulture), noise.First, cancellationToken);
        }
    }

    private void Evaluate(string name, CausalLanguageModel model, Memory memory, List<EvaluationDocument> documents, double noise, bool nearest, CancellationToken cancellationToken)
    {
        var options = new EvaluationOptions
        {
            Protocol = Enum.Parse<Protocol>(ProtocolName, ignoreCase: true), Methods = nearest ? ["base", "nn", "sift"] : ["base", "sift"], Limit = Limit, MaxTokens = MaxTokens, Workers = Threads,
            Retrieval = new RetrievalOptions { Count = Count, Noise = noise },
        };
        var report = new Evaluator(model, memory, new FullTuner(), options).Run(documents, cancellationToken: cancellationToken);
        foreach (var method in report.Methods.Keys.Where(method => method != "base"))
        {
            var total = report.Methods[method].Total;
            var seconds = Stages.Select(stage => report.Seconds[method].GetValueOrDefault(stage) / report.Documents.Count);
            Console.WriteLine(FormattableString.Invariant($"| {name} | {ProtocolName} | {method} | {(method == "sift" ? noise : "–")} | {total.Bpb:0.0000} | {total.Percent:0.00} | {string.Join(", ", seconds.Select(s => s.ToString("0.0000", CultureInfo.InvariantCulture)))} |"));
        }
    }

    private IEnumerable<(string Name, Func<IEmbedder> Make)> Embedders(CausalLanguageModel model)
    {
        IEmbedder Words() => new LexicalEmbedder(new LexicalOptions { Bigrams = false });
        IEmbedder Bigrams() => new LexicalEmbedder();
        IEmbedder Characters() => new LexicalEmbedder(new LexicalOptions { ShortestCharacters = 3, LongestCharacters = 5 });
        IEmbedder Hidden() => HiddenStateEmbedder.Fit(model, [.. Chunks(model).Take(FitTexts)]);
        IEmbedder Static() => StaticEmbedder.Load(StaticFolder!);
        IEmbedder Sum(IEmbedder a, IEmbedder b) => new SumEmbedder(new WeightedEmbedder(a, 0.5), new WeightedEmbedder(b, 0.5));
        yield return ("words", Words);
        yield return ("words+bigrams", Bigrams);
        yield return ("words+bigrams+chars", Characters);
        yield return ("hidden", Hidden);
        yield return ("words+bigrams & hidden", () => Sum(Bigrams(), Hidden()));
        if (StaticFolder is null) yield break;
        yield return ("static", Static);
        yield return ("words+bigrams & static", () => Sum(Bigrams(), Static()));
    }

    /// <summary>Chunks from all over the memory's text, to fit centring and components on.</summary>
    private IEnumerable<string> Chunks(CausalLanguageModel model)
    {
        var chunker = new Chunker(model.Tokenizer, ChunkTokens);
        return new DocumentReader(new IngestOptions()).Read(MemoryText).Where((_, i) => i % 10 == 0).SelectMany(document => chunker.Chunk(document.Text).Take(1)).Select(chunk => chunk.Text);
    }

    private async Task<Memory> MemoryAsync(string name, IEmbedder embedder, CausalLanguageModel model, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var memory = await Memory.OpenAsync(Path.Combine(Work, name.Replace(' ', '_') + ".loci"), embedder, new MemoryOptions { Create = true }, cancellationToken);
        if (memory.Describe().Documents == 0)
        {
            var result = await new Ingester(memory, new Chunker(model.Tokenizer, ChunkTokens)).RunAsync(new DocumentReader(new IngestOptions()).Read(MemoryText, cancellationToken), cancellationToken: cancellationToken);
            await Console.Error.WriteLineAsync($"{name}: {result.Chunks} chunks remembered in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
        }
        return memory;
    }
}
