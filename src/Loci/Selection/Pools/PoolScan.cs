using System.Runtime.ExceptionServices;

namespace Loci.Selection.Pools;

/// <summary>
/// One read of a whole pool: brings every row's variance up to date, finds the true pick at each step of a script, and ranks rows by how close they came.
/// The pick at step s is right if the picks before it are, whether it was predicted or not.
/// </summary>
internal sealed class PoolScan
{
    private const int BlockRows = 256;
    private const int BlocksPerReport = 64;

    private readonly PoolScanWork _work;
    private readonly PoolOptions _pool;
    private readonly Contenders[] _contenders;
    private readonly Lock _merging = new();
    private long _done;

    public PoolScan(PoolScanWork work, PoolOptions pool)
    {
        _work = work;
        _pool = pool;
        _contenders = work.NewContenders();
    }

    /// <summary>Reads every row once and returns the true pick of each step; −1 where no row is allowed.</summary>
    public int[] Run(Func<long, PoolProgress> progress, CancellationToken cancellationToken)
    {
        int rows = _work.Rows.Count, blocks = (rows + BlockRows - 1) / BlockRows;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _pool.Threads, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, blocks, parallel, () => new PoolScanWorker(_work, BlockRows), (block, _, worker) =>
            {
                int first = block * BlockRows;
                worker.Process(first, Math.Min(BlockRows, rows - first));
                if (Interlocked.Increment(ref _done) % BlocksPerReport == 0)
                {
                    _pool.Progress?.Report(progress(Math.Min(rows, Interlocked.Read(ref _done) * BlockRows)));
                }
                return worker;
            }, Finish);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
        }
        _pool.Progress?.Report(progress(rows));
        return [.. _contenders.Select(step => step.Pick)];
    }

    private void Finish(PoolScanWorker worker)
    {
        lock (_merging)
        {
            for (int s = 0; s < _contenders.Length; s++)
            {
                _contenders[s].Merge(worker.Contenders[s]);
            }
        }
        worker.Dispose();
    }
}
