using System.Globalization;
using System.Text;
using Loci.Memories;

namespace Loci.Durability.Documents;

/// <summary>
/// Documents whose whole content follows from their number, so that whoever knows which numbers a memory must hold knows every byte of what it must give out.
/// The same on every machine.
/// </summary>
internal static class Specimen
{
    private const int Vocabulary = 4096, LongestDocument = 19;
    private const string SourcePrefix = "specimen/";
    private static readonly string[] Words = [.. Enumerable.Range(0, Vocabulary).Select(Word)];

    /// <summary>Makes the document of a number: 1 to 19 chunks, 10 in the mean, of 30 to 89 words each; the first word of a chunk is found nowhere else.</summary>
    public static ChunkedDocument Make(long number)
    {
        var random = Chance(number);
        var chunks = new Chunk[Size(random)];
        for (var ordinal = 0; ordinal < chunks.Length; ordinal++)
            chunks[ordinal] = MakeChunk(number, ordinal, random);
        var meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["number"] = number.ToString(CultureInfo.InvariantCulture) };
        return new ChunkedDocument(new DocumentRecord(Source(number), string.Join('\n', chunks.Select(chunk => chunk.Text)), meta), chunks);
    }

    /// <summary>How many chunks the document of a number has, without making it.</summary>
    public static int Chunks(long number) => Size(Chance(number));

    /// <summary>The source of a number.</summary>
    public static string Source(long number) => SourcePrefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of a source; null if no specimen has it.</summary>
    public static long? Number(string source) =>
        source.StartsWith(SourcePrefix, StringComparison.Ordinal)
        && long.TryParse(source.AsSpan(SourcePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A query of twelve words, of the same vocabulary as the documents.</summary>
    public static string Query(int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, 12).Select(_ => Draw(random)));
    }

    private static Chunk MakeChunk(long number, int ordinal, Random random)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"n{number}o{ordinal}");
        var words = 30 + random.Next(60);
        for (var i = 1; i < words; i++)
            text.Append(' ').Append(Draw(random));
        return new Chunk(text.Append('.').ToString(), words);
    }

    private static Random Chance(long number) => new(unchecked((int)((ulong)(number + 1) * 0x9E3779B97F4A7C15UL >> 33)));

    private static int Size(Random random) => 1 + random.Next(LongestDocument);

    private static string Draw(Random random)
    {
        var u = random.NextDouble();
        return Words[(int)(Vocabulary * u * u)]; // some words are common, as in any language
    }

    private static string Word(int rank)
    {
        const string Consonants = "bdfgklmnprstvwxz", Vowels = "aeio";
        return string.Concat(Enumerable.Range(0, 2).Select(i => (rank >> (6 * i)) & 63).Select(s => $"{Consonants[s >> 2]}{Vowels[s & 3]}"));
    }
}
