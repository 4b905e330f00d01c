using System.Threading.Channels;
using ModelContextProtocol;

namespace Loci.Mcp.Tests;

/// <summary>The progress that a host was told of, in order.</summary>
internal sealed class Told : IProgress<ProgressNotificationValue>
{
    private readonly Channel<ProgressNotificationValue> _values = Channel.CreateUnbounded<ProgressNotificationValue>();

    public void Report(ProgressNotificationValue value) => _values.Writer.TryWrite(value);

    /// <summary>Waits until so many came, and gives their progress.</summary>
    public async Task<IReadOnlyList<int>> UntilAsync(int count)
    {
        var seen = new List<int>();
        while (seen.Count < count)
        {
            var value = await _values.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(4, value.Total);
            Assert.StartsWith("learning ", value.Message, StringComparison.Ordinal);
            seen.Add((int)value.Progress);
        }
        return seen;
    }
}
