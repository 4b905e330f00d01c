using Loci.Evaluation.Records;
using Loci.Reports.Html;

namespace Loci.Reports.Sections;

/// <summary>What was learnt, token by token: the text of each shown document, every token shaded by the nats that a method saved on it.</summary>
internal static class HeatMap
{
    private const int MostTokens = 1500; // of one document; a page of books would not open
    private const int Listed = 6;

    /// <summary>The section, or null where no texts were kept.</summary>
    public static Section? Of(PageContext context) => context.Shown.Count == 0 ? null : new Section(
        "learnt", "What was learnt",
        "The predicted text, token by token. Blue tokens became likelier by learning, orange ones less likely, with a dotted line beneath from 0.25 nats on; the stronger the colour, the more nats (1 nat is 1.44 bits). "
        + "Its numbers are told when you point at it or tap it. ↵ and ⇥ are line breaks and tabs, � is a part of a character.",
        Choice.Of(context, "learnt-method", Markup.Of(
            $"""
            {Scale()}<p class="readout" aria-live="polite">Point at a token, or tap it.</p>
            {context.Shown.Select(document => Document(context, document))}
            """)));

    private static Markup Scale()
    {
        IEnumerable<Markup> Side(string side, string sign) => Enumerable.Range(1, Shade.Steps).Select(step => Markup.Of($"""<li class="{side}{step}">{sign}{Shade.Nats[step - 1]}</li>"""));
        return Markup.Of($"""<ul class="scale" aria-label="Nats saved at least"><li class="end">less likely</li>{Side("h", "−").Reverse()}<li>0</li>{Side("g", "+")}<li class="end">likelier</li></ul>""");
    }

    private static Markup Document(PageContext context, DocumentResult document)
    {
        var pieces = document.Shown!.Pieces.Count;
        return Markup.Of(
            $"""
            <details class="document"{(document == context.Telling ? " open" : "")}><summary><strong>{document.Subset}</strong> <span class="name">{PageContext.ShortName(document)}</span> {context.Methods.Select((method, i) => Result(document, method, i))}</summary>
            {context.Methods.Select((method, i) => Summary(document, method, i))}
            <p class="tokens">{Enumerable.Range(0, Math.Min(pieces, MostTokens)).Select(token => Token(context, document, token))}</p>
            {(pieces > MostTokens ? Markup.Of($"""<p class="note">The first {Figures.Count(MostTokens)} of {Figures.Count(pieces)} tokens.</p>""") : Markup.Empty)}</details>
            """);
    }

    private static Markup Result(DocumentResult document, string method, int number) => Markup.Of(
        $"""<span class="{Choice.Only(number)} result {Shade.Of(PageContext.Gain(document, method), Shade.Points)}">{Figures.Percent(PageContext.Percent(document, method))} %</span>""");

    private static Markup Token(PageContext context, DocumentResult document, int token)
    {
        var (piece, plain) = (document.Shown!.Pieces[token], document.Shown.Losses[token]);
        var shades = context.Methods.Select((method, i) => (Shade: Shade.Of(Saved(document, method, token), Shade.Nats), Method: i)).Where(shade => shade.Shade.Length > 0);
        var title = $"{VisibleText.Spaces(piece)} · base {Figures.Nats(plain)} nats; {string.Join("; ", context.Methods.Select(method => $"{method} {Figures.Saved(Saved(document, method, token))}"))}";
        var breaks = piece.Count(c => c == '\n');
        return Markup.Of($"""<span class="{string.Join(' ', shades.Select(shade => Choice.Token(shade.Method, shade.Shade)))}" title="{title}">{VisibleText.Spaces(piece)}</span>{Enumerable.Repeat(Markup.Of($"<br>"), breaks)}""");
    }

    /// <summary>In words what the colours say: how much was saved in all, and where most was saved and lost.</summary>
    private static Markup Summary(DocumentResult document, string method, int number)
    {
        if (document.Methods[method].Shown is null) return Markup.Of($"""<p class="{Choice.Only(number)} note">No losses of tokens were kept of {method}.</p>""");
        var saved = Enumerable.Range(0, document.Shown!.Pieces.Count).Select(token => (Piece: document.Shown.Pieces[token], Nats: Saved(document, method, token))).Where(token => !double.IsNaN(token.Nats)).ToArray();
        Markup List(IEnumerable<(string Piece, double Nats)> tokens) => Markup.Join(tokens.Select(token => Markup.Of($"""<span class="listed"><code>{VisibleText.Spaces(token.Piece)}</code> {Figures.Saved(token.Nats)}</span> """)));
        return Markup.Of(
            $"""
            <p class="{Choice.Only(number)} note">{method} reaches {Figures.Percent(PageContext.Percent(document, method))} % of base: {Figures.Saved(saved.Sum(token => token.Nats))} nats over {saved.Length} tokens; {saved.Count(token => token.Nats > 0)} likelier, {saved.Count(token => token.Nats < 0)} less likely.
            Most saved: {List(saved.Where(token => token.Nats > 0).OrderByDescending(token => token.Nats).Take(Listed))}Most lost: {List(saved.Where(token => token.Nats < 0).OrderBy(token => token.Nats).Take(Listed))}</p>
            """);
    }

    private static double Saved(DocumentResult document, string method, int token) =>
        document.Methods[method].Shown is { } shown && token < shown.Losses.Count && token < document.Shown!.Losses.Count ? document.Shown.Losses[token] - shown.Losses[token] : double.NaN;
}
