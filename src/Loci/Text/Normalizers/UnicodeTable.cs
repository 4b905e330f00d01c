using System.Globalization;

namespace Loci.Text.Normalizers;

/// <summary>
/// Decompositions, compositions and combining classes of Unicode. .NET leaves normalisation to the platform's ICU, which is not there in invariant
/// mode and differs between machines; ids must not.
/// </summary>
internal sealed class UnicodeTable
{
    private const string Resource = "Loci.Text.Normalizers.UnicodeDecompositions.txt";

    private static readonly Lazy<UnicodeTable> _shared = new(() => new UnicodeTable());

    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<(int First, int Second), int> _compositions = [];

    private UnicodeTable()
    {
        using Stream stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                Add(line.Split(' '));
            }
        }
    }

    /// <summary>The table, read on first use.</summary>
    public static UnicodeTable Shared => _shared.Value;

    /// <summary>The canonical combining class: 0 for a character that starts a sequence.</summary>
    public int ClassOf(int codePoint) => _classes.GetValueOrDefault(codePoint);

    /// <summary>What a character is made of, one level deep, or null.</summary>
    public int[]? Decomposition(int codePoint, bool compatible) =>
        _canonical.TryGetValue(codePoint, out int[]? parts) || (compatible && _compatible.TryGetValue(codePoint, out parts)) ? parts : null;

    /// <summary>The character that two make together, or null.</summary>
    public int? Composition(int first, int second) => _compositions.TryGetValue((first, second), out int composed) ? composed : null;

    private void Add(string[] fields)
    {
        int codePoint = Hexadecimal(fields[0]);
        byte combining = byte.Parse(fields[1], CultureInfo.InvariantCulture);
        if (combining > 0)
        {
            _classes.Add(codePoint, combining);
        }

        int[] parts = [.. fields.Skip(3).Select(Hexadecimal)];
        switch (fields[2])
        {
            case "=":
                _canonical.Add(codePoint, parts);
                _compositions.Add((parts[0], parts[1]), codePoint);
                break;
            case "!":
                _canonical.Add(codePoint, parts);
                break;
            case "~":
                _compatible.Add(codePoint, parts);
                break;
            default:
                break;
        }
    }

    private static int Hexadecimal(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
