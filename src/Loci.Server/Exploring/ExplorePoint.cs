namespace Loci.Server.Exploring;

/// <summary>A place on the map.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
public sealed record ExplorePoint(double X, double Y);
