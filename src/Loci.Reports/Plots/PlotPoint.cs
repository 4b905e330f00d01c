namespace Loci.Reports.Plots;

/// <summary>A point of a drawing.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
/// <param name="Title">What is said of it when it is pointed at.</param>
internal sealed record PlotPoint(double X, double Y, string Title);
