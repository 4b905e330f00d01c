namespace Loci.Memories.Upkeep;

/// <summary>Where looking after a memory stands.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">Rows or pages done in this stage.</param>
/// <param name="Total">Rows or pages of this stage; 0 where it is not known.</param>
public sealed record UpkeepProgress(string Stage, long Done, long Total);
