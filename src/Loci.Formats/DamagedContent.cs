namespace Loci.Formats;

/// <summary>
/// Turns what a parser throws at damaged content into the one error that a file has. The parsers name no exception types and throw many, out of range
/// and null reference among them, so every one counts but those that tell of something else.
/// </summary>
internal static class DamagedContent
{
    private const int LongestReason = 200;

    /// <summary>Runs a piece of parsing.</summary>
    /// <param name="name">The file.</param>
    /// <param name="what">What it was taken for, with its article.</param>
    /// <param name="parse">The parsing; it must not read from a stream that the file's compression may interrupt.</param>
    /// <exception cref="InvalidInputException">The content is damaged.</exception>
    public static T Guard<T>(string name, string what, Func<T> parse)
    {
        try
        {
            return parse();
        }
#pragma warning disable CA1031 // see above
        catch (Exception e) when (e is not (OperationCanceledException or InvalidInputException))
#pragma warning restore CA1031
        {
            throw Error(name, what, e);
        }
    }

    /// <summary>Iterates over what a parser yields.</summary>
    /// <inheritdoc cref="Guard{T}"/>
    public static IEnumerable<T> Iterate<T>(string name, string what, IEnumerable<T> parsed)
    {
        using var items = Guard(name, what, parsed.GetEnumerator);
        while (Guard(name, what, items.MoveNext)) yield return items.Current;
    }

    private static InvalidInputException Error(string name, string what, Exception e)
    {
        var reason = e.Message.AsSpan().TrimStart();
        reason = reason[..Math.Min(LongestReason, reason.IndexOfAny('\r', '\n') is var end and >= 0 ? end : reason.Length)].TrimEnd(". ");
        return new InvalidInputException($"{name}: expected {what}, found one that is damaged or that cannot be understood ({reason}). Open and save it again where it can be, or leave it out.", e);
    }
}
