using System.Globalization;
using System.Text.Json;
using Loci.Text.Normalizers;

namespace Loci.Text.Reading;

/// <summary>Reads the <c>normalizer</c> of a tokenizer file.</summary>
internal static class NormalizerReader
{
    /// <summary>The normalizer.</summary>
    public static INormalizer Read(JsonElement source)
    {
        string type = source.Text("type");
        return type switch
        {
            "Sequence" => new NormalizerSequence([.. source.List("normalizers").Select(Read)]),
            "NFC" => new UnicodeNormalizer(compatible: false, compose: true),
            "NFD" => new UnicodeNormalizer(compatible: false, compose: false),
            "NFKC" => new UnicodeNormalizer(compatible: true, compose: true),
            "NFKD" => new UnicodeNormalizer(compatible: true, compose: false),
            "Prepend" => new PrependNormalizer(source.Text("prepend")),
            "Replace" => new ReplaceNormalizer(PatternReader.Read(source), source.Text("content")),
            "Strip" => new StripNormalizer(source.Flag("strip_left", otherwise: true), source.Flag("strip_right", otherwise: true)),
            "StripAccents" => new StripMarksNormalizer(
                UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.EnclosingMark),
            "Lowercase" => new LowercaseNormalizer(),
            "BertNormalizer" => Bert(source),
            _ => throw new InvalidInputException(
                $"the normalizer '{type}' is not supported; supported are Sequence, NFC, NFD, NFKC, NFKD, Prepend, Replace, Strip, StripAccents, Lowercase and BertNormalizer."),
        };
    }

    private static NormalizerSequence Bert(JsonElement source)
    {
        bool lowercase = source.Flag("lowercase", otherwise: true);
        var steps = new List<INormalizer>
        {
            new BertCleaner(source.Flag("clean_text", otherwise: true), source.Flag("handle_chinese_chars", otherwise: true)),
        };
        if (source.Flag("strip_accents", otherwise: lowercase))
        {
            steps.Add(new UnicodeNormalizer(compatible: false, compose: false));
            steps.Add(new StripMarksNormalizer(UnicodeCategory.NonSpacingMark));
        }

        if (lowercase)
        {
            steps.Add(new LowercaseNormalizer());
        }

        return new NormalizerSequence(steps);
    }
}
