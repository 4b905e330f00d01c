using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Loci.Evaluation.Measuring;
using Loci.Evaluation.Methods;
using Loci.Evaluation.Records;
using Loci.Evaluation.Tables;
using Loci.Learning;
using Loci.Memories;
using Loci.Models;
using Loci.Selection;

namespace Loci.Evaluation;

/// <summary>
/// Measures what tuning on picked chunks does to the bits per byte of documents. Each document is evaluated alone, so the result is the
/// same for every order and number of workers. Model, memory, tuners and records stay their owners'.
/// </summary>
/// <param name="model">The base.</param>
/// <param name="memory">Where chunks come from.</param>
/// <param name="tuner">What learns, by the name that stands behind a method's @; null stands for no name.</param>
/// <param name="options">What is evaluated and how.</param>
/// <param name="records">Keeps what each document gave, and knows those that are done; null keeps nothing.</param>
public sealed class Evaluator(ILanguageModel model, IMemory memory, Func<string?, ITuner> tuner, EvaluationOptions options, RecordFile? records = null)
{
    /// <summary>An evaluator with one tuner.</summary>
    public Evaluator(ILanguageModel model, IMemory memory, ITuner tuner, EvaluationOptions options, RecordFile? records = null)
        : this(model, memory, name => name is null || name == tuner.Name ? tuner : throw new InvalidInputException($"expected the tuning {tuner.Name}, found '{name}'."), options, records)
    {
    }

    /// <summary>Evaluates the documents.</summary>
    /// <param name="documents">Documents with their subsets.</param>
    /// <param name="progress">Told after each document.</param>
    /// <param name="cancellationToken">Stops between gradient steps.</param>
    public EvaluationReport Run(IReadOnlyList<EvaluationDocument> documents, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var chosen = Choose(documents, options.Limit, options.Seed);
        if (chosen.Count == 0) throw new InvalidInputException("expected documents to evaluate on, found none.");
        var evaluation = new DocumentEvaluation(model, Prepare(), options);
        var shown = Shown(chosen);
        var results = new DocumentResult?[chosen.Count];
        var began = options.Time.GetTimestamp();
        int done = 0, known = 0;
        RunWorkers(chosen.Count, i =>
        {
            var key = Key(chosen[i], 0);
            if (records is not null && records.TryGet(key, out results[i])) Interlocked.Increment(ref known);
            else
            {
                results[i] = evaluation.Run(chosen[i], shown.Contains(i), cancellationToken);
                records?.Add(key, results[i]);
            }
            progress?.Report(new EvaluationProgress(Interlocked.Increment(ref done), chosen.Count, options.Time.GetElapsedTime(began), known));
        }, cancellationToken);
        return EvaluationReport.Of([.. results.OfType<DocumentResult>()], options, options.Time.GetElapsedTime(began));
    }

    /// <summary>The documents of each subset with the smallest hashes under the seed: the same ones in whatever order they come.</summary>
    internal static IReadOnlyList<EvaluationDocument> Choose(IReadOnlyList<EvaluationDocument> documents, int limit, int seed)
    {
        if (limit == 0) return documents;
        return [.. documents.GroupBy(document => document.Subset, StringComparer.Ordinal)
            .SelectMany(subset => subset.OrderBy(document => Key(document, seed), StringComparer.Ordinal).Take(limit))];
    }

    private static string Key(EvaluationDocument document, int seed) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{document.Text}")));

    private PreparedMethod[] Prepare() =>
    [
        .. options.Methods.Select(EvaluationMethod.Parse).Where(method => method.Kind != MethodKind.Base).Select(Possible).Select(method => new PreparedMethod(
            method,
            method.Rule.Length == 0 ? null : new Retriever(memory, Selectors.Create(method.Rule, options.Seed), method.Adaptive ? options.Retrieval with { Stopping = options.Retrieval.Stopping ?? options.AdaptiveStopping } : options.Retrieval),
            method.Kind == MethodKind.Steps ? tuner(method.Tuning) : null)),
    ];

    private EvaluationMethod Possible(EvaluationMethod method) => !method.Prompt || options.Protocol == Protocol.Split ? method
        : throw new InvalidInputException($"expected the protocol split for the method '{method.Name}', found {options.Protocol.ToString().ToLowerInvariant()}: there the query is the text that is scored, which must not be learnt.");

    /// <summary>Positions of the documents that are shown: those of each subset with the smallest hashes.</summary>
    private HashSet<int> Shown(IReadOnlyList<EvaluationDocument> documents) =>
    [
        .. documents.Select((document, i) => (document, i)).GroupBy(pair => pair.document.Subset, StringComparer.Ordinal)
            .SelectMany(subset => subset.OrderBy(pair => Key(pair.document, options.Seed), StringComparer.Ordinal).Take(options.Shown)).Select(pair => pair.i),
    ];

    /// <summary>Dedicated threads, since native gradient modes belong to a thread; the first failure stops the others.</summary>
    private void RunWorkers(int count, Action<int> work, CancellationToken cancellationToken)
    {
        var next = -1;
        Exception? failure = null;
        void Loop()
        {
            for (var i = Interlocked.Increment(ref next); i < count && Volatile.Read(ref failure) is null; i = Interlocked.Increment(ref next))
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    work(i);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                }
            }
        }
        Thread[] threads = [.. Enumerable.Range(0, Math.Clamp(options.Workers, 1, count)).Select(_ => new Thread(Loop))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }
}
