using Loci.Selection;

namespace Loci.Evaluation.Methods;

/// <summary>One column of the table: a rule that picks chunks, and what is done with them.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Kind">What is done with the picks.</param>
/// <param name="Rule">The selection rule; empty where nothing is picked.</param>
/// <param name="Adaptive">Whether the rule stops by its own uncertainty (<see cref="EvaluationOptions.AdaptiveStopping"/>).</param>
/// <param name="Tuning">What learns, by the name of its tuner; null takes the evaluation's.</param>
/// <param name="Prompt">Whether the query itself is learnt too (<see cref="EvaluationOptions.PromptSteps"/>).</param>
public sealed record EvaluationMethod(string Name, MethodKind Kind, string Rule, bool Adaptive, string? Tuning, bool Prompt = false)
{
    private const string BaseName = "base", AdaptiveSuffix = "-adaptive", ContextName = "in-context", StandardRule = "sift", PromptName = "prompt", PromptSuffix = "+" + PromptName;

    /// <summary>
    /// Reads a name: <c>base</c>; a selection rule; <c>RULE-adaptive</c>, which stops early; <c>RULE+prompt</c>, which learns the query too, and <c>prompt</c>, which learns nothing else;
    /// <c>in-context</c> or <c>in-context:RULE</c>; any of those that learn with <c>@TUNING</c> behind it.
    /// </summary>
    /// <exception cref="InvalidInputException">No method has that name.</exception>
    public static EvaluationMethod Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == BaseName) return new EvaluationMethod(name, MethodKind.Base, "", Adaptive: false, null);
        if (name == ContextName || name.StartsWith(ContextName + ":", StringComparison.Ordinal))
            return new EvaluationMethod(name, MethodKind.InContext, Known(name, name == ContextName ? StandardRule : name[(ContextName.Length + 1)..]), Adaptive: false, null);
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var (rule, tuning) = at < 0 ? (name, null) : (name[..at], name[(at + 1)..]);
        if (tuning is "") throw new InvalidInputException($"expected what learns behind the @ of the method '{name}', such as sift@lora, found nothing.");
        if (rule == PromptName) return new EvaluationMethod(name, MethodKind.Steps, "", Adaptive: false, tuning, Prompt: true);
        var prompt = rule.EndsWith(PromptSuffix, StringComparison.Ordinal);
        if (prompt) rule = rule[..^PromptSuffix.Length];
        var adaptive = rule.EndsWith(AdaptiveSuffix, StringComparison.Ordinal);
        return new EvaluationMethod(name, MethodKind.Steps, Known(name, adaptive ? rule[..^AdaptiveSuffix.Length] : rule), adaptive, tuning, prompt);
    }

    private static string Known(string name, string rule) => Selectors.Names.Contains(rule, StringComparer.Ordinal) ? rule
        : throw new InvalidInputException($"There is no method '{name}'. The methods are base, a selection rule ({string.Join(", ", Selectors.Names)}), RULE{AdaptiveSuffix}, RULE{PromptSuffix}, {PromptName}, {ContextName}[:RULE], and RULE@TUNING.");
}
