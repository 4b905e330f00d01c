using Loci.Text;

namespace Loci.Tests.Text;

/// <summary>One token for each run of characters that are not white space, however long; white space is free.</summary>
internal sealed class WordTokenizer : ITokenizer
{
    public int VocabularySize => 1;

    public int? BeginningOfText => null;

    public int? EndOfText => null;

    public int[] Encode(string text, bool addSpecialTokens = false) =>
        new int[text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length];

    public int[] Encode(IReadOnlyList<TextSegment> segments, IReadOnlyCollection<string>? reserved = null) => Encode(string.Concat(segments.Select(one => one.Text)));

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false) => string.Join(' ', ids.ToArray());
}
