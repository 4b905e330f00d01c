using System.Runtime.ExceptionServices;

namespace Loci.Indexing.Dense;

/// <summary>Shares work over rows between threads. Who does what differs from run to run, so the work must not depend on it.</summary>
internal static class RowWork
{
    /// <summary>
    /// Calls <paramref name="work"/> with a worker's number (from 0, below <paramref name="threads"/>), a first row and a number of rows until all rows are done.
    /// The calls of one worker come one after another. Throws what the work throws, and <see cref="OperationCanceledException"/> between two pieces.
    /// </summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="piece">Rows in a piece; the last may be smaller.</param>
    /// <param name="threads">Threads at most, this one among them.</param>
    /// <param name="work">Does a piece.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static void Run(int count, int piece, int threads, Action<int, int, int> work, CancellationToken cancellationToken)
    {
        var pieces = (int)(((long)count + piece - 1) / piece);
        var taken = -1;
        threads = Math.Min(threads, pieces);
        if (threads <= 1)
        {
            Take(0);
            return;
        }
        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, Take);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
        }

        void Take(int worker)
        {
            int next;
            while ((next = Interlocked.Increment(ref taken)) < pieces)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var first = next * piece;
                work(worker, first, Math.Min(piece, count - first));
            }
        }
    }
}
