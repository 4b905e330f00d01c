namespace Loci.Cli.Doctor;

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="Works">Whether it is as it should be.</param>
/// <param name="Advice">What to do where it is not.</param>
internal sealed record Finding(string Name, string Value, bool Works = true, string? Advice = null);
