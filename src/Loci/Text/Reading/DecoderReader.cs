using System.Text.Json;
using Loci.Text.Decoders;
using Loci.Text.PreTokenizers;

namespace Loci.Text.Reading;

/// <summary>Reads the <c>decoder</c> of a tokenizer file.</summary>
internal static class DecoderReader
{
    /// <summary>The decoder.</summary>
    public static IDecoder Read(JsonElement source)
    {
        string type = source.Text("type");
        return type switch
        {
            "Sequence" => new DecoderSequence([.. source.List("decoders").Select(Read)]),
            "ByteLevel" => new ByteLevelDecoder(),
            "Replace" => new ReplaceDecoder(PatternReader.Read(source), source.Text("content")),
            "ByteFallback" => new ByteFallbackDecoder(),
            "Fuse" => new FuseDecoder(),
            "Strip" => new StripDecoder(NonEmpty(source, "content"), source.Number("start"), source.Number("stop")),
            "Metaspace" => new MetaspaceDecoder(
                NonEmpty(source, "replacement", "\u2581"), PreTokenizerReader.Scheme(source) != PrependScheme.Never),
            "WordPiece" => new WordPieceDecoder(source.Text("prefix", "##"), source.Flag("cleanup", otherwise: true)),
            "BPEDecoder" => new WordSuffixDecoder(NonEmpty(source, "suffix", "</w>")),
            _ => throw new InvalidInputException(
                $"the decoder '{type}' is not supported; supported are Sequence, ByteLevel, Replace, ByteFallback, Fuse, Strip, Metaspace, WordPiece and BPEDecoder."),
        };
    }

    private static string NonEmpty(JsonElement source, string name, string otherwise = "")
    {
        string text = source.Text(name, otherwise);
        return text.Length > 0 ? text : throw new InvalidInputException($"the field '{name}' of a decoder must not be empty.");
    }
}
