using Loci.Reports.Html;
using Loci.Reports.Plots;

namespace Loci.Reports.Sections;

/// <summary>A choice of one method by radio buttons; the style alone shows what belongs to it, so it works without a script.</summary>
internal static class Choice
{
    /// <summary>Content with a choice above it.</summary>
    /// <param name="context">The page.</param>
    /// <param name="name">Names the choice on the page.</param>
    /// <param name="content">What is chosen from; parts with the class of <see cref="Only"/> are seen while their method is chosen.</param>
    public static Markup Of(PageContext context, string name, Markup content)
    {
        var main = context.Style(context.Main);
        return Markup.Of(
            $"""
            <div class="choice"><fieldset><legend>Method</legend>{context.Methods.Select((method, i) => Markup.Of(
                $"""<label><input type="radio" name="{name}" value="{i}"{(i == main ? " checked" : "")}> {Mark.Key(i)} {method}</label>"""))}</fieldset>
            {content}</div>
            """);
    }

    /// <summary>The class of what is seen while a method is chosen.</summary>
    public static string Only(int method) => $"only o{method}";

    /// <summary>The class of a token under a method: a step of the scale of <see cref="Shade"/>.</summary>
    public static string Token(int method, string shade) => $"t{method}{shade}";

    /// <summary>The rules of the style that a choice among so many methods needs.</summary>
    public static string Rules(int methods) => string.Concat(Enumerable.Range(0, methods).Select(RulesOf));

    private static string RulesOf(int method)
    {
        var chosen = $".choice:has(input[value=\"{method}\"]:checked)";
        return $"{chosen} .only:not(.o{method}){{display:none}}\n" + string.Concat(Enumerable.Range(1, Shade.Steps).Select(step =>
            $"{chosen} .t{method}g{step}{{background:var(--g{step})}}\n{chosen} .t{method}h{step}{{background:var(--h{step}){(step > 1 ? ";text-decoration:underline dotted" : "")}}}\n"));
    }
}
