namespace Loci.Reports.Plots;

/// <summary>A mark on an axis.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Label">What is written at it.</param>
internal sealed record Tick(double Value, string Label);
