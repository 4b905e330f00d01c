using System.ComponentModel;
using Loci.Memories;
using Loci.Text;
using ModelContextProtocol.Server;

namespace Loci.Mcp;

/// <summary>The tool <c>remember</c>: puts a text into the memory. Safe to share between threads.</summary>
/// <param name="memory">What is added to.</param>
/// <param name="chunker">Cuts the text into passages.</param>
internal sealed class RememberTool(IMemory memory, Chunker chunker)
{
    /// <summary>Remembers a text.</summary>
    [McpServerTool(Name = "remember", Title = "Remember a text", ReadOnly = false, Idempotent = true, Destructive = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Adds a text to the memory, where select and ask find it from then on. The same text again is not added twice.")]
    public Task<Remembered> RememberAsync(
        [Description("The text to remember.")] string text,
        [Description("A name for where the text comes from, such as a title or an address.")] string source,
        [Description("Whether the memory forgets what it had from this source before.")] bool replace = false,
        CancellationToken cancellationToken = default) =>
        ToolErrors.HoldAsync(() => Task.Run(() => AddAsync(text, source, replace, cancellationToken), cancellationToken));

    private async Task<Remembered> AddAsync(string text, string source, bool replace, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new InvalidInputException("text: expected a text, found none.");
        if (string.IsNullOrWhiteSpace(source)) throw new InvalidInputException("source: expected a name for where the text comes from, found none.");
        var chunks = chunker.Chunk(text, cancellationToken).Select(chunk => new Chunk(chunk.Text, chunk.TokenCount)).ToArray();
        var document = new DocumentRecord(source, text) { Replaces = replace };
        var added = await memory.AddManyAsync([new ChunkedDocument(document, chunks)], cancellationToken).ConfigureAwait(false);
        return new Remembered(source, chunks.Length, added[0]);
    }
}
