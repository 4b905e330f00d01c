using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace Loci.Formats.Word;

/// <summary>Reads the XML of a part element by element; its tree is never built, so that neither its size nor its depth matters.</summary>
internal static class WordPart
{
    /// <summary>The most characters of a part.</summary>
    public const int LargestCharacters = 256 << 20;

    private static readonly OpenXmlPartReaderOptions Options = new() { MaxCharactersInPart = LargestCharacters, CloseStream = true };

    /// <summary>A reader over a part; one that stands nowhere where there is no such part.</summary>
    public static OpenXmlPartReader? Open(OpenXmlPart? part) => part is null ? null : new OpenXmlPartReader(part, Options);

    /// <summary>The value of the element that the reader is at: its attribute <c>val</c>, or another.</summary>
    public static string? Value(this OpenXmlReader reader, string attribute = "val")
    {
        foreach (var candidate in reader.Attributes)
            if (candidate.LocalName == attribute) return candidate.Value;
        return null;
    }

    /// <summary>As <see cref="Value"/>, a whole number from 0 on; null where it is none.</summary>
    public static int? Number(this OpenXmlReader reader, string attribute = "val") =>
        int.TryParse(reader.Value(attribute), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether an on-off element is on.</summary>
    public static bool IsOn(this OpenXmlReader reader) => reader.Value() is not ("0" or "false" or "off");
}
