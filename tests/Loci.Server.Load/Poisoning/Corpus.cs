using Loci.Server.Load.Running;

namespace Loci.Server.Load.Poisoning;

/// <summary>Paragraphs of prose: some, evenly spread, are prompts, the others are the memory of an honest user.</summary>
/// <param name="Prompts">The prompts.</param>
/// <param name="Memory">The others, by the file they come from.</param>
internal sealed record Corpus(IReadOnlyList<PoisonPrompt> Prompts, IReadOnlyList<(string Source, string Text)> Memory)
{
    private const int Least = 200; // characters of a paragraph that is worth halving

    /// <summary>Reads the Markdown files under a folder.</summary>
    public static Corpus Read(string folder, int prompts)
    {
        var paragraphs = Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllText(file).Split("\n\n").Select(text => (Source: Path.GetFileName(file), Text: text.ReplaceLineEndings(" ").Trim())))
            .Where(paragraph => paragraph.Text.Length >= Least && char.IsLetter(paragraph.Text[0])).ToArray();
        BrokenPromiseException.Unless(paragraphs.Length >= 4 * prompts, $"{folder}: expected at least {4 * prompts} paragraphs of {Least} characters, found {paragraphs.Length}. Ask for fewer prompts.");
        var every = paragraphs.Length / prompts;
        return new Corpus(
            [.. Enumerable.Range(0, prompts).Select(i => Halve(paragraphs[i * every].Text))],
            [.. paragraphs.Where((_, i) => i % every != 0 || i / every >= prompts)]);
    }

    /// <summary>Words without any order, the same for the same seed.</summary>
    public string Nonsense(Random random, int words)
    {
        var all = Memory.SelectMany(paragraph => paragraph.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return string.Join(' ', Enumerable.Range(0, words).Select(_ => all[random.Next(all.Length)]));
    }

    private static PoisonPrompt Halve(string text)
    {
        var middle = text.IndexOf(' ', text.Length / 2);
        return new PoisonPrompt(text[..middle], text[middle..]);
    }
}
