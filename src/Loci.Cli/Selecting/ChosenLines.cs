namespace Loci.Cli.Selecting;

/// <summary>Copies the lines of the picked candidates into a file that any trainer reads: line i of the source belongs to candidate i.</summary>
internal static class ChosenLines
{
    /// <summary>Writes one line per pick, in the order of the picks; what was picked twice comes twice. The file appears whole or not at all.</summary>
    public static void Write(string source, string destination, IReadOnlyList<int> picks)
    {
        if (!File.Exists(source)) throw new InvalidInputException($"{source}: expected a text with one line per candidate, found no file.");
        var lines = Find(source, picks.ToHashSet());
        var temporary = destination + ".partial";
        File.WriteAllLines(temporary, picks.Select(pick => lines[pick]));
        File.Move(temporary, destination, overwrite: true);
    }

    private static Dictionary<int, string> Find(string source, HashSet<int> wanted)
    {
        var found = new Dictionary<int, string>(wanted.Count);
        var number = 0;
        foreach (var line in File.ReadLines(source))
        {
            if (wanted.Contains(number)) found.Add(number, line);
            number++;
        }
        return found.Count == wanted.Count ? found
            : throw new InvalidInputException($"{source}: expected one line per candidate and so at least {wanted.Max() + 1}, found {number}.");
    }
}
