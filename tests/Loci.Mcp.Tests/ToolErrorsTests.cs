namespace Loci.Mcp.Tests;

/// <summary>What a host may read of an error.</summary>
public sealed class ToolErrorsTests
{
    [Theory]
    [InlineData("/home/ana/notes.loci: expected a memory, found none.", "notes.loci: expected a memory, found none.")]
    [InlineData("The memory '/srv/m.loci/chunks.db' is damaged.", "The memory 'chunks.db' is damaged.")]
    [InlineData(@"C:\Users\ana\m.loci: another process writes.", "m.loci: another process writes.")]
    [InlineData("see https://example.org/a/b, or and/or ½ 1/2 m.loci/x", "see https://example.org/a/b, or and/or ½ 1/2 m.loci/x")]
    public void Full_paths_are_cut_to_their_last_name(string message, string shown) => Assert.Equal(shown, ToolErrors.WithoutFolders(message));
}
