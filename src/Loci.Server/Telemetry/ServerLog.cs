using Microsoft.Extensions.Logging;

namespace Loci.Server.Telemetry;

/// <summary>What the server writes down. Event ids begin at 5000; prompts and texts are written at Trace alone.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(5001, LogLevel.Error, "A job failed: {Job}")]
    public static partial void JobFailed(ILogger log, string job, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "A request failed: {Method} {Route}")]
    public static partial void RequestFailed(ILogger log, string method, string route, Exception exception);

    [LoggerMessage(5003, LogLevel.Information, "{Operation} by '{Tenant}': {Status} after {Seconds:0.000} s, run {Run}")]
    public static partial void Answered(ILogger log, string operation, string tenant, int status, double seconds, string run);

    [LoggerMessage(5004, LogLevel.Trace, "The prompt of run {Run}: {Prompt}")]
    public static partial void Prompt(ILogger log, string run, string prompt);

    [LoggerMessage(5005, LogLevel.Warning, "Worker {Worker} ended with code {Code}; it is started again")]
    public static partial void WorkerLost(ILogger log, int worker, int code);

    [LoggerMessage(5006, LogLevel.Information, "Worker {Worker} is ready: process {Process}, {Model}, weights {BaseHash}")]
    public static partial void WorkerReady(ILogger log, int worker, int process, string model, string baseHash);

    [LoggerMessage(5007, LogLevel.Error, "Worker {Worker} cannot start: {Reason}")]
    public static partial void WorkerUnfit(ILogger log, int worker, string reason);

    [LoggerMessage(5008, LogLevel.Information, "Worker {Worker}: {Line}")]
    public static partial void WorkerSaid(ILogger log, int worker, string line);
}
