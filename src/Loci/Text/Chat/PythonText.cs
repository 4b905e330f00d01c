namespace Loci.Text.Chat;

/// <summary>Text as published templates treat it: they were written for Python, whose white space is not quite .NET's.</summary>
internal static class PythonText
{
    /// <summary>The text without white space at both ends.</summary>
    public static string Strip(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1C' and <= '\x1F';
}
