namespace Loci.Generation;

/// <summary>Finds the first of a few strings in a text that comes piece by piece, and holds back what may be the beginning of one. Not thread-safe.</summary>
/// <param name="stops">What to look for, none of it empty.</param>
internal sealed class StopFinder(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>Whether one of the strings has come.</summary>
    public bool Found { get; private set; }

    /// <summary>Takes a piece and gives what certainly stands before any of the strings.</summary>
    public string Pass(string piece)
    {
        if (Found) return "";
        var text = _held + piece;
        var first = First(text);
        Found = first >= 0;
        var certain = Found ? first : text.Length - Held(text);
        _held = Found ? "" : text[certain..];
        return text[..certain];
    }

    /// <summary>Gives what was held back: no string came of it.</summary>
    public string Finish()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    private int First(string text) => stops
        .Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(-1).Min();

    /// <summary>Length of the longest end of the text that is the beginning of one of the strings.</summary>
    private int Held(string text) => stops.Select(stop => Enumerable.Range(1, stop.Length - 1).Reverse()
        .FirstOrDefault(length => length <= text.Length && text.EndsWith(stop[..length], StringComparison.Ordinal))).DefaultIfEmpty().Max();
}
