namespace Loci.Cli.Hosting;

/// <summary>
/// Progress of long work on standard error: one line that renews itself on a terminal, and a plain line every few seconds elsewhere.
/// Reports may come from any thread.
/// </summary>
/// <param name="output">Where.</param>
/// <param name="text">A report as a line.</param>
internal sealed class ProgressLine<T>(Output output, Func<T, string> text) : IProgress<T>, IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly bool _terminal = output.Notes.Profile.Out.IsTerminal;
    private long _shown = TimeProvider.System.GetTimestamp();
    private int _width;
    private string? _waiting;

    public void Report(T value)
    {
        lock (_lock)
        {
            _waiting = text(value);
            if (TimeProvider.System.GetElapsedTime(_shown) < (_terminal ? OnTerminal : Elsewhere)) return;
            Show();
        }
    }

    /// <summary>Shows the last report, if it is not shown yet, and ends the line.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_waiting is not null) Show();
            if (_terminal && _width > 0) Console.Error.WriteLine();
        }
    }

    private void Show()
    {
        var line = _waiting!;
        if (_terminal)
        {
            var width = Math.Max(20, output.Notes.Profile.Width - 1);
            if (line.Length > width) line = line[..width];
            Console.Error.Write("\r" + line.PadRight(_width));
            _width = line.Length;
        }
        else
        {
            Console.Error.WriteLine(line);
        }
        (_waiting, _shown) = (null, TimeProvider.System.GetTimestamp());
    }
}
