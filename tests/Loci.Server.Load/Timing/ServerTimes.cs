using System.Globalization;

namespace Loci.Server.Load.Timing;

/// <summary>What a request took, by its client's clock and by the server's own account.</summary>
/// <param name="Wall">Milliseconds from the request to the end of its answer, at the client.</param>
/// <param name="Queue">Milliseconds it waited for a worker.</param>
/// <param name="Generate">Milliseconds the worker took.</param>
internal sealed record ServerTimes(double Wall, double Queue, double Generate)
{
    /// <summary>What neither waiting nor computing explains: HTTP, JSON, tokens, the scheduler, the way to the worker and back.</summary>
    public double Overhead => Wall - Queue - Generate;

    /// <summary>Reads the header <c>Server-Timing</c>.</summary>
    public static ServerTimes Of(HttpResponseMessage response, double wall)
    {
        var times = string.Join(',', response.Headers.GetValues("Server-Timing")).Split(',').Select(entry => entry.Trim().Split(";dur="))
            .ToDictionary(entry => entry[0], entry => double.Parse(entry[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return new ServerTimes(wall, times["queue"], times["generate"]);
    }
}
