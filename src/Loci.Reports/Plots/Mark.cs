using Loci.Reports.Html;

namespace Loci.Reports.Plots;

/// <summary>How series differ: by colour, by the shape of their points and by the dashes of their lines, so that no one needs to see colours. The three repeat after different numbers.</summary>
internal static class Mark
{
    /// <summary>Colours the style has.</summary>
    public const int Colors = 8;

    private static readonly string[] Shapes =
    [
        "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0z", // circle
        "M-4,-4h8v8h-8z", // square
        "M0,-5.2L5,3.8H-5z", // triangle
        "M0,-5.6L5.6,0L0,5.6L-5.6,0z", // diamond
        "M0,5.2L5,-3.8H-5z", // triangle that stands on its tip
        "M-1.6,-5h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4v-3.2h3.4z", // plus
        "M0,-5.8L1.6,-1.8L5.6,-1.8L2.4,0.8L3.6,4.8L0,2.4L-3.6,4.8L-2.4,0.8L-5.6,-1.8L-1.6,-1.8z", // star
    ];

    private static readonly string[] Dashes = ["", "7 3", "2 3", "9 3 2 3", "4 2"];

    /// <summary>The class that gives a series its colour.</summary>
    public static string Color(int style) => $"c{style % Colors}";

    /// <summary>The outline of its points around the origin.</summary>
    public static string Shape(int style) => Shapes[style % Shapes.Length];

    /// <summary>The dashes of its line.</summary>
    public static string Dash(int style) => Dashes[style % Dashes.Length];

    /// <summary>A small drawing of line and point, for legends and tables.</summary>
    public static Markup Key(int style) => Markup.Of(
        $"""<svg class="key {Color(style)}" viewBox="0 0 30 14" aria-hidden="true"><path class="line" d="M1,7H29" stroke-dasharray="{Dash(style)}"/><path class="dot" transform="translate(15 7)" d="{Shape(style)}"/></svg>""");

    /// <summary>The legend: what the series are called.</summary>
    /// <param name="series">The series.</param>
    /// <param name="reference">What the dashed line across is, where there is one.</param>
    public static Markup Legend(IEnumerable<Series> series, string? reference = null) => Markup.Of(
        $"""<ul class="legend">{series.Select(one => Markup.Of($"<li>{Key(one.Style)} {one.Name}</li>"))}{(reference is null ? Markup.Empty : Markup.Of(
            $"""<li><svg class="key" viewBox="0 0 30 14" aria-hidden="true"><path class="reference" d="M1,7H29"/></svg> {reference}</li>"""))}</ul>""");
}
