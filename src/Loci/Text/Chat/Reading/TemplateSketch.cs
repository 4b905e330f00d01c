using System.Text.RegularExpressions;

namespace Loci.Text.Chat.Reading;

/// <summary>
/// What a template in Jinja writes, without running it: each stretch that is written between two statements, with variables in double braces, and
/// what is assigned to variables. Two templates that write the same turns differently (quotes, subscripts, joins) have the same sketch.
/// </summary>
internal sealed partial class TemplateSketch
{
    private readonly HashSet<string> _outputs;
    private readonly string[] _statements;
    private readonly string _all;
    private readonly bool _hasStraySpace;

    /// <summary>Reads a template.</summary>
    /// <exception cref="InvalidInputException">It is cut off.</exception>
    public TemplateSketch(string template)
    {
        var reader = new SketchReader(template);
        var (outputs, statements) = reader.Read();
        _hasStraySpace = reader.HasStraySpace;
        _statements = [.. statements];
        _outputs = outputs.ToHashSet(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            if (Assignment().Match(statement) is { Success: true } assignment) _outputs.Add(assignment.Groups["value"].Value);
        }
        _all = string.Join('\n', [.. outputs, .. statements]);
    }

    /// <summary>Everything that is written or assigned.</summary>
    public IEnumerable<string> Outputs => _outputs;

    /// <summary>Whether one of the outputs is exactly this.</summary>
    public bool Writes(string output) => _outputs.Contains(output);

    /// <summary>Whether a statement is exactly this.</summary>
    public bool Says(string statement) => _statements.Contains(statement, StringComparer.Ordinal);

    /// <summary>Whether something occurs anywhere.</summary>
    public bool Mentions(string text) => _all.Contains(text, StringComparison.Ordinal);

    /// <summary>The first groups of the first output that a pattern matches as a whole, or null.</summary>
    public Match? Find(string pattern) =>
        _outputs.Select(output => Regex.Match(output, $@"\A(?:{pattern})\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).FirstOrDefault(match => match.Success);

    /// <summary>What looks like a special token, in order of appearance.</summary>
    public IReadOnlyList<string> Marks() => [.. Mark().Matches(_all).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// Whether nothing but these looks like a special token, no white space is written between tags, and no system prompt is assigned in a way that a
    /// family would pass over.
    /// </summary>
    public bool HasOnly(params string[] marks) =>
        !_hasStraySpace && Marks().All(mark => marks.Contains(mark, StringComparer.Ordinal)) && !_statements.Any(statement => DefaultPrompt().IsMatch(statement));

    [GeneratedRegex(@"\Aset (?<name>\w+)=(?<value>.*)\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"<\|[^|<>\s]*\|>|<｜[^<>\s]*｜>|\[/?[A-Z_]+\]|<</?[A-Z]+>>|</?s>|<(start|end)_of_\w+>|</?think>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\Aset \w*system\w*=(?!\{\{)\S", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DefaultPrompt();
}
