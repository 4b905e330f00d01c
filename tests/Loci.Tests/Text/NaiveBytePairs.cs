using System.Text;
using System.Text.RegularExpressions;

namespace Loci.Tests.Text;

/// <summary>Byte-pair training and encoding as the definition says it, counting everything anew for each merge: the oracle of the fast ones.</summary>
internal static class NaiveBytePairs
{
    private static readonly Regex _words = new(
        @"(?i:'s|'ſ|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1));

    /// <summary>The merges of texts within the basic plane, as pairs of byte strings.</summary>
    public static List<(string Left, string Right)> Train(IEnumerable<string> texts, int merges)
    {
        List<List<string>> words = [.. texts.SelectMany(Split)];
        var ids = Enumerable.Range(0, 256).ToDictionary(value => ((char)value).ToString(), value => value);
        var found = new List<(string, string)>();
        while (ids.Count < 256 + merges)
        {
            var best = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair).Where(group => group.Count() > 1)
                .OrderByDescending(group => group.Count()).ThenBy(group => ids[group.Key.First]).ThenBy(group => ids[group.Key.Second]).FirstOrDefault();
            if (best is null)
                break;
            found.Add(best.Key);
            ids.TryAdd(best.Key.First + best.Key.Second, ids.Count);
            words.ForEach(word => Merge(word, best.Key));
        }
        return found;
    }

    /// <summary>The words of a text, each as its bytes in Latin-1.</summary>
    public static IEnumerable<List<string>> Split(string text) => _words.Matches(text)
        .Select(word => Encoding.UTF8.GetBytes(word.Value).Select(value => ((char)value).ToString()).ToList());

    /// <summary>Merges a pair in a word, from the left.</summary>
    public static void Merge(List<string> word, (string First, string Second) pair)
    {
        for (var i = 0; i + 1 < word.Count; i++)
        {
            if (word[i] == pair.First && word[i + 1] == pair.Second)
            {
                word[i] += word[i + 1];
                word.RemoveAt(i + 1);
            }
        }
    }
}
