using System.Runtime.InteropServices;
using System.Text;

namespace Loci.Text.Normalizers;

/// <summary>The four normalisation forms of Unicode (Unicode Standard Annex 15).</summary>
/// <param name="compatible">Whether characters that only look or mean alike are made one (NFKC, NFKD).</param>
/// <param name="compose">Whether letters and their marks are put together again (NFC, NFKC).</param>
internal sealed class UnicodeNormalizer(bool compatible, bool compose) : INormalizer
{
    // Below these no character changes: nothing is decomposed there, or everything that is comes back composed.
    private readonly char _firstThatMatters = (compatible, compose) switch
    {
        (false, true) => '\u0300',
        (true, _) => '\u00A0',
        _ => '\u00C0',
    };

    /// <inheritdoc/>
    public string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(_firstThatMatters, char.MaxValue))
        {
            return text;
        }

        UnicodeTable table = UnicodeTable.Shared;
        var points = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(table, rune.Value, points);
        }

        Order(table, CollectionsMarshal.AsSpan(points));
        if (compose)
        {
            Compose(table, points);
        }

        var result = new StringBuilder(points.Count);
        foreach (int point in points)
        {
            result.Append(new Rune(point).ToString());
        }

        return result.ToString();
    }

    private void Decompose(UnicodeTable table, int point, List<int> points)
    {
        if (Hangul.TryDecompose(point, points))
        {
            return;
        }

        if (table.Decomposition(point, compatible) is not { } parts)
        {
            points.Add(point);
            return;
        }

        foreach (int part in parts)
        {
            Decompose(table, part, points);
        }
    }

    /// <summary>Sorts each run of marks by class, keeping the order of equals.</summary>
    private static void Order(UnicodeTable table, Span<int> points)
    {
        int start = 0;
        while (start < points.Length)
        {
            int end = start;
            while (end < points.Length && table.ClassOf(points[end]) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                points[start..end].ToArray().OrderBy(table.ClassOf).ToArray().CopyTo(points[start..end]);
            }

            start = end + 1;
        }
    }

    private static void Compose(UnicodeTable table, List<int> points)
    {
        int starter = -1;
        int lastClass = 0;
        int kept = 0;
        foreach (int point in points.ToArray())
        {
            int pointClass = table.ClassOf(point);
            bool adjacent = starter == kept - 1;
            bool blocked = !adjacent && lastClass >= pointClass;
            if (starter >= 0 && !blocked && ComposePair(table, points[starter], point) is { } composed)
            {
                points[starter] = composed;
                continue;
            }

            if (pointClass == 0)
            {
                starter = kept;
            }

            lastClass = pointClass;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static int? ComposePair(UnicodeTable table, int first, int second) => Hangul.Compose(first, second) ?? table.Composition(first, second);
}
