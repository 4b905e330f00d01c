namespace Loci.Server;

/// <summary>Bounds on a single request; one beyond them is refused before anything is done for it.</summary>
public sealed record RequestLimits
{
    /// <summary>Bytes of a body; default 4 MiB.</summary>
    public long BodyBytes { get; set; } = 4 << 20;

    /// <summary>Prompts of one request; default 64.</summary>
    public int Prompts { get; set; } = 64;

    /// <summary>Continuations of one prompt (<c>n</c>); default 8.</summary>
    public int Choices { get; set; } = 8;

    /// <summary>Tokens of a continuation; default 4,096.</summary>
    public int Tokens { get; set; } = 4096;

    /// <summary>Alternatives with log-probabilities; default 20.</summary>
    public int Alternatives { get; set; } = 20;

    /// <summary>Stop strings; default 16.</summary>
    public int Stops { get; set; } = 16;

    /// <summary>N, which is also the most gradient steps; default 200.</summary>
    public int Count { get; set; } = 200;

    /// <summary>K; default 2,000.</summary>
    public int Candidates { get; set; } = 2000;

    /// <summary>Texts of one embedding, addition or selection; default 512.</summary>
    public int Texts { get; set; } = 512;

    /// <summary>Documents of one page of a list; default 1,000.</summary>
    public int Page { get; set; } = 1000;

    /// <summary>Time that a request may wait and be computed; default 10 minutes.</summary>
    public TimeSpan Time { get; set; } = TimeSpan.FromMinutes(10);

    internal IEnumerable<string> Wrong()
    {
        foreach (var (name, value) in new (string, long)[]
        {
            (nameof(BodyBytes), BodyBytes), (nameof(Prompts), Prompts), (nameof(Choices), Choices), (nameof(Tokens), Tokens), (nameof(Alternatives), Alternatives),
            (nameof(Stops), Stops), (nameof(Count), Count), (nameof(Candidates), Candidates), (nameof(Texts), Texts), (nameof(Page), Page),
        })
        {
            if (value < 1) yield return $"Limits.{name} of at least 1 (found {value})";
        }
        if (Time <= TimeSpan.Zero) yield return $"Limits.Time above zero (found {Time})";
    }
}
