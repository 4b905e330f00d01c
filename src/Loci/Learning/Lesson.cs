using Loci.Models;
using Loci.Scoring;

namespace Loci.Learning;

/// <summary>
/// What is learnt for a prompt, as gradient steps in order: what was picked for it and, where asked for, the prompt's own text between the picks (dynamic evaluation, arXiv 1709.07432).
/// </summary>
/// <param name="Steps">The steps.</param>
internal sealed record Lesson(IReadOnlyList<LessonStep> Steps)
{
    private const int LeastPrompt = 64; // tokens; a question of a line is not a text whose style and subject go on

    /// <summary>A lesson on picks.</summary>
    /// <param name="model">Whose tokenizer and context count.</param>
    /// <param name="picks">Texts of the picks, in order.</param>
    /// <param name="batchSize">How many are learnt in one step.</param>
    /// <param name="longChunks">What becomes of picks that are longer than the context.</param>
    public static Lesson Of(ILanguageModel model, IReadOnlyList<string> picks, int batchSize = 1, LongChunks longChunks = LongChunks.Cut)
    {
        var parts = picks.SelectMany((text, pick) => Parts(model, TextScorer.WithPrefix(model, model.Tokenizer.Encode(text)), longChunks).Select(tokens => (tokens, pick)));
        return new Lesson([.. parts.Chunk(batchSize).Select(batch => new LessonStep([.. batch.Select(part => part.tokens)], batch[^1].pick + 1))]);
    }

    /// <summary>How much of a prompt may be learnt: its first three quarters, the last being the guard's; nothing where that is too short to learn from.</summary>
    /// <param name="length">Tokens of the prompt, with what opens it.</param>
    /// <returns>Tokens from its start.</returns>
    public static int Learnable(int length) => length * 3 / 4 is var some && some > LeastPrompt ? some : 0;

    /// <summary>The same lesson with steps on the prompt, spread evenly between those on the picks.</summary>
    /// <param name="model">Whose context counts.</param>
    /// <param name="prompt">Tokens of what may be learnt of the prompt (<see cref="Learnable"/>), with what opens it; none for no steps.</param>
    /// <param name="count">Steps on it.</param>
    public Lesson WithPrompt(ILanguageModel model, int[] prompt, int count)
    {
        int[][] windows = [.. Windows(model, prompt)];
        if (count == 0 || windows.Length == 0) return this;
        var steps = new List<LessonStep>();
        int own = 0, picks = 0;
        void Own() => steps.Add(new LessonStep([windows[own++ % windows.Length]], Steps.Count == 0 ? own : picks));
        for (var i = 0; i < Steps.Count; i++)
        {
            steps.Add(Steps[i]);
            picks = Steps[i].Picks;
            while (own < (long)count * (i + 1) / Steps.Count) Own();
        }
        while (own < count) Own();
        return new Lesson(steps);
    }

    /// <summary>A chunk, or what is learnt of it step by step; nothing of a chunk of a single token, which teaches nothing.</summary>
    private static IEnumerable<int[]> Parts(ILanguageModel model, int[] tokens, LongChunks longChunks) =>
        tokens.Length < 2 ? [] : longChunks == LongChunks.Windows ? Windows(model, tokens) : [tokens];

    private static IEnumerable<int[]> Windows(ILanguageModel model, int[] tokens) =>
        RollingWindows.Cut(tokens.Length, model.ContextLength).Select(window => tokens[(window.From - 1)..window.End]).Where(part => part.Length > 1);
}
