using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Loci.Hub;

/// <summary>
/// The path of a file within a model: plain names joined by '/', which on no system can lead out of the folder they are put under, reach a device, or be read in
/// two ways. What is allowed is listed, not what is forbidden: letters, digits, their marks, and a few signs. Immutable.
/// </summary>
public sealed record HubFileName
{
    private const int Longest = 1024;
    private const int LongestPart = 255; // bytes: the limit of most file systems
    private const string Signs = "._-+=@,()[] ";

    private HubFileName(string text) => Text = text;

    /// <summary>The path, with forward slashes.</summary>
    public string Text { get; }

    /// <summary>The names of the folders and, last, of the file.</summary>
    public IReadOnlyList<string> Parts => Text.Split('/');

    /// <summary>Whether it lies in no folder.</summary>
    public bool IsAtRoot => !Text.Contains('/', StringComparison.Ordinal);

    /// <summary>Reads a path; false where it is anything but plain names.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HubFileName? name)
    {
        name = text is { Length: > 0 and <= Longest } && text.Split('/').All(IsPart) ? new HubFileName(text) : null;
        return name is not null;
    }

    /// <summary>Words of a stranger as a message can show them: what cannot be seen or would move a terminal is written as an escape, and what is long is cut.</summary>
    public static string Visible(string text) => Hub.Visible.Text(text);

    /// <summary>Where the file lies under <paramref name="folder"/>.</summary>
    public string Under(string folder) => Path.Combine([folder, .. Parts]);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsPart(string part) =>
        part.Length > 0 && Encoding.UTF8.GetByteCount(part) <= LongestPart && part.EnumerateRunes().All(IsPlain)
        && part[0] != ' ' && part[^1] is not (' ' or '.') && !IsDevice(part);

    private static bool IsPlain(Rune rune) =>
        rune.IsAscii ? Rune.IsLetterOrDigit(rune) || Signs.Contains((char)rune.Value, StringComparison.Ordinal)
        : rune != Rune.ReplacementChar && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    /// <summary>Names that Windows takes for devices in any folder and with any extension.</summary>
    private static bool IsDevice(string part)
    {
        var stem = part.Split('.')[0].TrimEnd().ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL"
            || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal)) && (char.IsAsciiDigit(stem[3])));
    }
}
