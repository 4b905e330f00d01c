namespace Loci.Reports.Plots;

/// <summary>Points that belong together.</summary>
/// <param name="Name">What the legend calls them.</param>
/// <param name="Style">Which colour, shape and dash they have: the method's number.</param>
/// <param name="Points">The points, in order.</param>
internal sealed record Series(string Name, int Style, IReadOnlyList<PlotPoint> Points);
