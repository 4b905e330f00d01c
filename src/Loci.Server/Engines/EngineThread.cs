namespace Loci.Server.Engines;

/// <summary>Runs work on a thread of its own: native dispose scopes belong to a thread, and seconds of work do not belong on the pool.</summary>
internal static class EngineThread
{
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
