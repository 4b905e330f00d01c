using System.Text;
using Loci.Text;

namespace Loci.Tests.Support;

/// <summary>One token a byte, and one that opens and ends texts.</summary>
internal sealed class ByteTokenizer : ITokenizer
{
    public int VocabularySize => 257;

    public int? BeginningOfText => 256;

    public int? EndOfText => 256;

    public int[] Encode(string text, bool addSpecialTokens = false)
    {
        int[] bytes = [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];
        return addSpecialTokens ? [256, .. bytes] : bytes;
    }

    public int[] Encode(IReadOnlyList<TextSegment> segments, IReadOnlyCollection<string>? reserved = null) => Encode(string.Concat(segments.Select(one => one.Text)));

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            if (id < 256) bytes.Add((byte)id);
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
