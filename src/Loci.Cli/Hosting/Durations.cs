namespace Loci.Cli.Hosting;

/// <summary>Times as people say them.</summary>
internal static class Durations
{
    /// <summary>Such as <c>1 h 05 min</c>, <c>3 min 20 s</c> or <c>12 s</c>.</summary>
    public static string Text(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes:00} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds:00} s",
        _ => $"{Math.Max(0, time.TotalSeconds):0} s",
    };
}
