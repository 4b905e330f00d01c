using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Loci.Generation;

/// <summary>Runs work on a thread of its own: native dispose scopes and gradient modes belong to a thread, and seconds of work do not belong on the pool.</summary>
internal static class DedicatedThread
{
    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>Runs an enumeration there and hands its items over as they come; it is told to stop when nobody asks for more.</summary>
    public static async IAsyncEnumerable<T> Stream<T>(Func<CancellationToken, IEnumerable<T>> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var items = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var running = Run(() => Write(() => work(stop.Token), items.Writer));
        try
        {
            await foreach (var item in items.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return item;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false); // whoever disposes what the work runs on must find it ended
        }
    }

    /// <summary>What goes wrong reaches the reader through the channel.</summary>
    private static bool Write<T>(Func<IEnumerable<T>> items, ChannelWriter<T> writer)
    {
        try
        {
            foreach (var item in items()) writer.TryWrite(item);
            return writer.TryComplete();
        }
        catch (Exception exception)
        {
            return writer.TryComplete(exception);
        }
    }
}
