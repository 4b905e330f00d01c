namespace Loci.Learning;

/// <summary>One gradient step of a lesson.</summary>
/// <param name="Texts">Tokens of what is learnt together, with what opens each text.</param>
/// <param name="Picks">How many picks have been learnt once the step is taken.</param>
internal sealed record LessonStep(IReadOnlyList<int[]> Texts, int Picks);
