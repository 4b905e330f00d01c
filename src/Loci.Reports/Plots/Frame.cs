using Loci.Reports.Html;

namespace Loci.Reports.Plots;

/// <summary>The rectangle of a drawing with its axes.</summary>
/// <param name="Across">The axis below.</param>
/// <param name="Up">The axis at the left.</param>
/// <param name="Height">Height of the whole drawing; it is 480 wide.</param>
internal sealed record Frame(Axis Across, Axis Up, double Height = 320)
{
    private const double Width = 480, Left = 66, Right = 16, Top = 14, Bottom = 52;

    /// <summary>The place of a value across.</summary>
    public double X(double value) => Left + Across.Share(value) * (Width - Left - Right);

    /// <summary>The place of a value up.</summary>
    public double Y(double value) => Height - Bottom - Up.Share(value) * (Height - Top - Bottom);

    /// <summary>The drawing: axes, then what is in it.</summary>
    /// <param name="id">Names it on the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What can be seen, for those who cannot see it.</param>
    /// <param name="content">What is drawn.</param>
    public Markup Draw(string id, string title, string description, IEnumerable<Markup> content) => Markup.Of(
        $"""<svg class="plot" viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="{id}-title {id}-desc"><title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>{Axes()}{content}</svg>""");

    /// <summary>A dashed line across at a value that others are compared with, where the axis holds it.</summary>
    public Markup Reference(double value) => !Up.Holds(value) ? Markup.Empty : Markup.Of(
        $"""<line class="reference" x1="{Left}" x2="{Width - Right}" y1="{Y(value)}" y2="{Y(value)}"/>""");

    private Markup Axes() => Markup.Of(
        $"""
        <g class="axes">{Across.Ticks.Where(tick => Across.Holds(tick.Value)).Select(tick => Markup.Of(
            $"""<line class="grid" x1="{X(tick.Value)}" x2="{X(tick.Value)}" y1="{Top}" y2="{Height - Bottom}"/><text x="{X(tick.Value)}" y="{Height - Bottom + 19}" text-anchor="middle">{tick.Label}</text>"""))}{Up.Ticks.Select(tick => Markup.Of(
            $"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{Y(tick.Value)}" y2="{Y(tick.Value)}"/><text x="{Left - 7}" y="{Y(tick.Value) + 4.5}" text-anchor="end">{tick.Label}</text>"""))}<path class="frame" d="M{Left},{Top}V{Height - Bottom}H{Width - Right}"/><text class="label" x="{(Left + Width - Right) / 2}" y="{Height - 8}" text-anchor="middle">{Across.Label}</text><text class="label" transform="translate(13 {(Height + Top - Bottom) / 2}) rotate(-90)" text-anchor="middle">{Up.Label}</text></g>
        """);
}
