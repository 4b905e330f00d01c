namespace Loci.Samples.NearDuplicates;

/// <summary>One note.</summary>
/// <param name="Id">What the table calls it.</param>
/// <param name="Says">What it is about, in our own judgement: notes that say the same thing share it. The selection never sees it.</param>
/// <param name="Text">The note.</param>
public sealed record Note(string Id, string Says, string Text);
