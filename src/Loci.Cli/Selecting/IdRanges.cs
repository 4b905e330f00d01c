using System.Buffers;
using System.Globalization;

namespace Loci.Cli.Selecting;

/// <summary>Which candidates may be picked: numbers and ranges such as <c>0-99,205</c>, or a file with one of them per line.</summary>
internal sealed class IdRanges
{
    private static readonly SearchValues<char> Numbers = SearchValues.Create("0123456789,- ");

    private readonly List<(int First, int Last)> _ranges = [];

    /// <summary>Whether a candidate is in one of the ranges.</summary>
    public bool Contains(int id)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Last < id) low = middle + 1;
            else high = middle;
        }
        return low < _ranges.Count && _ranges[low].First <= id;
    }

    /// <summary>Reads <paramref name="text"/>, which names a file if it is more than digits, commas and dashes.</summary>
    public static IdRanges Parse(string text)
    {
        var isFile = text.AsSpan().ContainsAnyExcept(Numbers);
        if (isFile && !File.Exists(text)) throw new InvalidInputException($"{text}: expected candidate numbers such as 0-99,205 or a file with one number or range per line, found neither.");
        var parts = isFile ? File.ReadLines(text) : text.Split(',');
        var ranges = new IdRanges();
        ranges._ranges.AddRange(Merged(parts.Select(part => part.Trim()).Where(part => part.Length > 0).Select(Range).Order()));
        return ranges._ranges.Count > 0 ? ranges : throw new InvalidInputException($"--filter: expected candidate numbers or ranges such as 0-99,205, found none in '{text}'.");
    }

    private static (int First, int Last) Range(string part)
    {
        var ends = part.Split('-');
        if (ends.Length <= 2 && Number(ends[0], out var first) && Number(ends[^1], out var last) && first <= last) return (first, last);
        throw new InvalidInputException($"--filter: expected a candidate number or an ascending range such as 0-99, found '{part}'.");
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Ascending ranges without overlap, so that they can be searched by halving.</summary>
    private static IEnumerable<(int First, int Last)> Merged(IEnumerable<(int First, int Last)> ascending)
    {
        (int First, int Last)? open = null;
        foreach (var range in ascending)
        {
            if (open is { } last && range.First <= last.Last) open = (last.First, Math.Max(last.Last, range.Last));
            else
            {
                if (open is { } done) yield return done;
                open = range;
            }
        }
        if (open is { } end) yield return end;
    }
}
