using System.Runtime.InteropServices;

namespace Loci.Text.Vocabularies;

/// <summary>What two neighbouring tokens become.</summary>
/// <param name="Rank">Place of the rule in the list; the lowest rank is applied first.</param>
/// <param name="Merged">Id of the token that stands for both.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MergeRule(int Rank, int Merged);
