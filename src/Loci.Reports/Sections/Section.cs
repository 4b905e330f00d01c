using Loci.Reports.Html;

namespace Loci.Reports.Sections;

/// <summary>One part of the page: a heading, how to read it, and what is to be read.</summary>
/// <param name="Id">Names it in links.</param>
/// <param name="Title">The heading.</param>
/// <param name="Lead">How to read it, in a sentence or two.</param>
/// <param name="Body">What is to be read.</param>
internal sealed record Section(string Id, string Title, string Lead, Markup Body)
{
    /// <summary>The section as HTML.</summary>
    public Markup Render() => Markup.Of(
        $"""

        <section id="{Id}" aria-labelledby="{Id}-h">
        <h2 id="{Id}-h">{Title}</h2>
        <p class="lead">{Lead}</p>
        {Body}
        </section>
        """);

    /// <summary>A table that scrolls by itself where the page is narrow.</summary>
    public static Markup Scroll(string label, Markup table) => Markup.Of($"""<div class="scroll" tabindex="0" role="region" aria-label="{label}">{table}</div>""");
}
