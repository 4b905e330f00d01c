using MAB.DotIgnore;

namespace Loci.Ingest;

/// <summary>The ignore rules of one folder, which hold for what lies in or below it, on top of those of the folders above. Immutable.</summary>
internal sealed class IgnoreLevel
{
    /// <summary>Folders that hold no text of the user's; a .gitignore can bring them back with a negated rule.</summary>
    private static readonly string[] Defaults =
        [".git/", ".hg/", ".svn/", "node_modules/", "bin/", "obj/", "artifacts/", "__pycache__/", ".venv/", ".vs/", ".idea/", "*.loci/", ".gitignore"];

    private readonly string _folder;
    private readonly IgnoreList _rules;
    private readonly IgnoreLevel? _above;

    private IgnoreLevel(string folder, IgnoreList rules, IgnoreLevel? above) => (_folder, _rules, _above) = (folder, rules, above);

    /// <summary>What holds above a folder, given as a full path, where a walk begins: the defaults and, inside a git repository, the rules from its root down.</summary>
    public static IgnoreLevel Above(string root)
    {
        var level = new IgnoreLevel(root, new IgnoreList(Defaults), null);
        var above = new Stack<string>();
        for (var folder = root; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git"))) return above.Aggregate(level, (rules, next) => rules.Enter(next));
            if (Path.GetDirectoryName(folder) is { } parent) above.Push(parent);
        }
        return level;
    }

    /// <summary>The rules inside a folder: these and those of its own .gitignore.</summary>
    public IgnoreLevel Enter(string folder)
    {
        var file = Path.Combine(folder, ".gitignore");
        return File.Exists(file) ? new IgnoreLevel(folder, new IgnoreList(File.ReadLines(file)), this) : this;
    }

    /// <summary>Whether an entry is left out, as git decides it: by the last rule that speaks of it, where deeper folders speak last.</summary>
    public bool Excludes(string path, bool isFolder)
    {
        for (var level = this; level is not null; level = level._above)
        {
            var relative = Path.GetRelativePath(level._folder, path).Replace(Path.DirectorySeparatorChar, '/');
            for (var i = level._rules.Rules.Count - 1; i >= 0; i--)
            {
                var rule = level._rules.Rules[i];
                if (rule.IsMatch(relative, isFolder)) return !rule.PatternFlags.HasFlag(PatternFlags.NEGATION);
            }
        }
        return false;
    }
}
