using System.Diagnostics.CodeAnalysis;

namespace Loci.Hub;

/// <summary>The name of a model on the hub, <c>owner/name</c> or, for the oldest ones, <c>name</c>: never anything that could be taken for another path. Immutable.</summary>
public sealed record RepositoryName
{
    private const int LongestPart = 96;
    private const string Kind = "models--";
    private const string Separator = "--";

    private RepositoryName(string text) => Text = text;

    /// <summary>The name as the hub writes it.</summary>
    public string Text { get; }

    /// <summary>The name of its folder in the cache, such as <c>models--owner--name</c>.</summary>
    public string FolderName => Kind + Text.Replace("/", Separator, StringComparison.Ordinal);

    /// <summary>Reads a name.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static RepositoryName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new InvalidInputException($"expected the name of a model on the hub, such as owner/name, in letters, digits, '-', '_' and '.', found '{Visible.Text(text)}'.");

    /// <summary>Reads a name; false where it is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RepositoryName? name)
    {
        var parts = text?.Split('/') ?? [];
        name = parts.Length is 1 or 2 && parts.All(IsPart) ? new RepositoryName(text!) : null;
        return name is not null;
    }

    /// <summary>Reads the name of a folder in the cache; null where it is not that of a model.</summary>
    public static RepositoryName? OfFolder(string folderName)
    {
        ArgumentNullException.ThrowIfNull(folderName);
        return folderName.StartsWith(Kind, StringComparison.Ordinal) && TryParse(folderName[Kind.Length..].Replace(Separator, "/", StringComparison.Ordinal), out var name) ? name : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsPart(string part) =>
        part.Length is > 0 and <= LongestPart
        && part.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
        && part[0] is not ('-' or '.') && part[^1] is not ('-' or '.')
        && !part.Contains(Separator, StringComparison.Ordinal) && !part.Contains("..", StringComparison.Ordinal);
}
