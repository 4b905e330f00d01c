using Loci.Memories;
using Loci.Scoring;
using Loci.Torch;

namespace Loci.Experiments;

/// <summary>Turns an arm's picks into steps.</summary>
internal static class LessonPlan
{
    /// <summary>The steps, in order.</summary>
    /// <param name="arm">How.</param>
    /// <param name="model">Whose tokenizer and context count.</param>
    /// <param name="found">The candidates.</param>
    /// <param name="picks">Those picked, in order.</param>
    /// <param name="query">The query's text.</param>
    /// <param name="followers">What follows a chunk.</param>
    public static IReadOnlyList<PlannedStep> Of(LessonArm arm, CausalLanguageModel model, Candidates found, int[] picks, string query, ChunkFollowers followers)
    {
        int[] Tokens(int candidate)
        {
            var tokens = TextScorer.WithPrefix(model, model.Tokenizer.Encode(found.Texts[candidate] + (arm.Follower ? followers.Of(found.Chunks[candidate]) : "")));
            return tokens[..Math.Min(tokens.Length, Math.Min(arm.Cut, model.ContextLength + 1))];
        }
        (int Candidate, double Scale)[] weighted = [.. Weighted(arm, found, picks)];
        if (arm.Reverse) Array.Reverse(weighted);
        PlannedStep[] steps =
        [
            .. weighted.Select(pick => (Tokens: Tokens(pick.Candidate), pick.Scale)).Where(pick => pick.Tokens.Length > 1).Chunk(arm.Batch)
                .Select(batch => new PlannedStep([.. batch.Select(pick => pick.Tokens)], batch.Average(pick => pick.Scale))),
        ];
        return arm.PromptSteps == 0 ? steps : WithPrompt(arm, model, steps, query);
    }

    private static IEnumerable<(int Candidate, double Scale)> Weighted(LessonArm arm, Candidates found, int[] picks)
    {
        if (arm.Merge is { } power) return picks.GroupBy(pick => pick).Select(group => (group.Key, Math.Pow(group.Count(), power)));
        double Score(int pick) => Math.Pow(Math.Max(1e-6, found.Scores[pick]), arm.Weight);
        var mean = picks.Length == 0 ? 1 : picks.Average(Score);
        return picks.Select(pick => (pick, Score(pick) / mean));
    }

    private static List<PlannedStep> WithPrompt(LessonArm arm, CausalLanguageModel model, PlannedStep[] steps, string query)
    {
        var learnt = TextScorer.WithPrefix(model, model.Tokenizer.Encode(query[..(int)(query.Length * arm.PromptShare)]));
        int[][] windows = [.. RollingWindows.Cut(learnt.Length, model.ContextLength).Select(window => learnt[(window.From - 1)..window.End])];
        var all = new List<PlannedStep>();
        var own = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            if (!arm.PromptOnly) all.Add(steps[i]);
            while (windows.Length > 0 && own < (long)arm.PromptSteps * (i + 1) / steps.Length) all.Add(new PlannedStep([windows[own++ % windows.Length]], 1));
        }
        return all;
    }
}
