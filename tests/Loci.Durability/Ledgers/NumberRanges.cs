using System.Globalization;

namespace Loci.Durability.Ledgers;

/// <summary>Ascending numbers in short: <c>3-7,12</c>.</summary>
internal static class NumberRanges
{
    /// <summary>Writes ascending numbers.</summary>
    public static string Write(IReadOnlyList<long> numbers)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (var number in numbers)
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
                ranges[^1] = (ranges[^1].First, number);
            else
                ranges.Add((number, number));
        return string.Join(',', ranges.Select(range => range.First == range.Last ? Show(range.First) : $"{Show(range.First)}-{Show(range.Last)}"));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static IReadOnlyList<long> Read(string text)
    {
        var numbers = new List<long>();
        foreach (var range in text.Split(','))
        {
            var ends = range.Split('-');
            if (ends.Length > 2 || !TryRead(ends[0], out var first) || !TryRead(ends[^1], out var last) || last < first)
                throw new InvalidInputException($"Expected numbers and ranges, such as '3-7,12', found '{text}'. Use a ledger that this program wrote.");
            for (var number = first; number <= last; number++)
                numbers.Add(number);
        }
        return numbers;
    }

    private static string Show(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
