using System.Security.Cryptography;
using System.Text;

namespace Loci.Cli.Demo;

/// <summary>Which members the demo keeps out of the memory to be measured on.</summary>
internal static class HeldBack
{
    private const int Shortest = 500;
    private const int Longest = 1400;

    /// <summary>Some members of middling length, drawn by a hash, so that every run draws the same; no other member has the text of one of them.</summary>
    public static (IReadOnlyList<DocumentedMember> Held, IReadOnlyList<DocumentedMember> Remembered) Choose(IReadOnlyList<DocumentedMember> members, int count)
    {
        var held = members.Where(member => member.Text.Length is >= Shortest and <= Longest)
            .OrderBy(member => Key(member.Name), StringComparer.Ordinal)
            .DistinctBy(member => Body(member), StringComparer.Ordinal)
            .Take(count).ToList();
        var texts = held.Select(Body).ToHashSet(StringComparer.Ordinal);
        return (held, [.. members.Where(member => !texts.Contains(Body(member)))]);
    }

    /// <summary>The text without the first line, which is the member's name.</summary>
    private static string Body(DocumentedMember member) => member.Text[(member.Text.IndexOf('\n') + 1)..];

    private static string Key(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
