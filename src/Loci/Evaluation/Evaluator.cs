using System.Security.Cryptography;
using System.Text;
using Loci.Learning;
using Loci.Memories;
using Loci.Models;
using Loci.Selection;

namespace Loci.Evaluation;

/// <summary>
/// Measures what tuning on picked chunks does to the bits per byte of documents. Each document is evaluated alone, so the result is the
/// same for every order and number of workers. Model, memory and tuner stay their owners'.
/// </summary>
public sealed class Evaluator(ILanguageModel model, IMemory memory, ITuner tuner, EvaluationOptions options)
{
    /// <summary>Evaluates the documents.</summary>
    /// <param name="documents">Documents with their subsets.</param>
    /// <param name="progress">Told after each document.</param>
    /// <param name="cancellationToken">Stops between gradient steps.</param>
    public EvaluationReport Run(IReadOnlyList<EvaluationDocument> documents, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var chosen = Choose(documents, options.Limit, options.Seed);
        if (chosen.Count == 0) throw new InvalidInputException("expected documents to evaluate on, found none.");
        Retriever[] retrievers = [.. options.Methods.Where(name => name != "base").Select(name => new Retriever(memory, Selectors.Create(name, options.Seed), options.Retrieval))];
        var evaluation = new DocumentEvaluation(model, tuner, retrievers, options);
        var results = new DocumentResult?[chosen.Count];
        var began = options.Time.GetTimestamp();
        var done = 0;
        RunWorkers(chosen.Count, i =>
        {
            results[i] = evaluation.Run(chosen[i], cancellationToken);
            progress?.Report(new EvaluationProgress(Interlocked.Increment(ref done), chosen.Count, options.Time.GetElapsedTime(began)));
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
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
