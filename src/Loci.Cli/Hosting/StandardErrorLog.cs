using Microsoft.Extensions.Logging;

namespace Loci.Cli.Hosting;

/// <summary>
/// Warnings and errors of libraries, a line each on standard error. What was thrown is told in full only where LOCI_DEBUG is 1, as everywhere in this program.
/// </summary>
internal sealed class StandardErrorLog : ILoggerProvider, ILogger
{
    private readonly bool _debug = Environment.GetEnvironmentVariable("LOCI_DEBUG") == "1";

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= (_debug ? LogLevel.Information : LogLevel.Warning);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var line = $"loci: {formatter(state, exception).ReplaceLineEndings(" ")}{(exception is null ? "" : $" {exception.Message.ReplaceLineEndings(" ")}")}";
        Console.Error.WriteLine(_debug && exception is not null ? $"{line}{Environment.NewLine}{exception}" : line);
    }

    public void Dispose()
    {
    }
}
