using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.PageSegmenter;
using UglyToad.PdfPig.DocumentLayoutAnalysis.ReadingOrderDetector;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;

namespace Loci.Formats.Pdf;

/// <summary>
/// The text of pages in reading order: letters joined to words by nearest neighbours, words to blocks by their spacing (O'Gorman, The document spectrum
/// for page layout analysis, 1993), blocks ordered by where they lie. A page with very many letters is taken in the order that it was drawn in instead,
/// since ordering blocks takes more than linear time.
/// </summary>
internal static class PdfText
{
    private const int MostLetters = 20_000;
    private const int MostCharacters = 256 << 20;

    private static readonly NearestNeighbourWordExtractor Words = new(new NearestNeighbourWordExtractor.NearestNeighbourWordExtractorOptions { MaxDegreeOfParallelism = 1 });
    private static readonly DocstrumBoundingBoxes Blocks = new(new DocstrumBoundingBoxes.DocstrumBoundingBoxesOptions { MaxDegreeOfParallelism = 1 });
    private static readonly UnsupervisedReadingOrderDetector Order = new(useRenderingOrder: false);
    private static readonly ContentOrderTextExtractor.Options Drawn = new() { SeparateParagraphsWithDoubleNewline = true, ReplaceWhitespaceWithSpace = true };

    /// <summary>The text of all pages, a blank line between two.</summary>
    /// <param name="document">The pages.</param>
    /// <param name="cancellationToken">Checked between pages.</param>
    public static string Of(PdfDocument document, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var page in document.GetPages())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var block in Read(page))
            {
                if (string.IsNullOrWhiteSpace(block)) continue;
                if (text.Length > 0) text.Append("\n\n");
                text.Append(block.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim());
            }
            if (text.Length > MostCharacters) throw new InvalidDataException($"its text has more than {MostCharacters >> 20} million characters");
        }
        return text.ToString();
    }

    private static IEnumerable<string> Read(Page page)
    {
        if (page.Letters.Count > MostLetters) return [ContentOrderTextExtractor.GetText(page, Drawn)];
        var words = Words.GetWords(page.Letters).ToList();
        return words.Count == 0 ? [] : Order.Get(Blocks.GetBlocks(words)).Select(block => block.Text);
    }
}
