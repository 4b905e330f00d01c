using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Answering;

/// <summary>
/// The header <c>Server-Timing</c> (W3C): milliseconds that a request waited for an engine, and that the engine took to learn and to answer. What is no part of these is the server's own and the way to it.
/// A stream tells what is known when it begins. A request that was given the run of an identical one tells that run's times.
/// </summary>
internal static class ServerTiming
{
    /// <summary>Sets the header, where the response has not begun.</summary>
    /// <param name="context">The request.</param>
    /// <param name="waited">How long it waited for an engine.</param>
    /// <param name="answer">The answer so far.</param>
    public static void Set(HttpContext context, TimeSpan waited, AnswerRecord answer)
    {
        if (context.Response.HasStarted) return;
        var times = new (string Name, double? Seconds)[] { ("queue", waited.TotalSeconds), ("tune", answer.TuningSeconds), ("generate", answer.GenerationSeconds) };
        context.Response.Headers["Server-Timing"] = string.Join(", ", times.Where(time => time.Seconds is not null).Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.Name};dur={1000 * time.Seconds:0.###}")));
    }
}
