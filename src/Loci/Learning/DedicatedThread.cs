namespace Loci.Learning;

/// <summary>Runs work on a thread of its own: native dispose scopes and gradient modes belong to a thread, and seconds of work do not belong on the pool.</summary>
internal static class DedicatedThread
{
    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
