using Loci.Tests.Support;
using Loci.Text;

namespace Loci.Tests.Text;

/// <summary>Bytes as tokens, with a count of the characters it was asked to encode.</summary>
internal sealed class CountingTokenizer : ITokenizer
{
    private readonly ByteTokenizer _bytes = new();

    public long Characters { get; private set; }

    public int VocabularySize => _bytes.VocabularySize;

    public int? BeginningOfText => _bytes.BeginningOfText;

    public int? EndOfText => _bytes.EndOfText;

    public int[] Encode(string text, bool addSpecialTokens = false)
    {
        Characters += text.Length;
        return _bytes.Encode(text, addSpecialTokens);
    }

    public int[] Encode(IReadOnlyList<TextSegment> segments, IReadOnlyCollection<string>? reserved = null) => Encode(string.Concat(segments.Select(one => one.Text)));

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false) => _bytes.Decode(ids, skipSpecialTokens);
}
