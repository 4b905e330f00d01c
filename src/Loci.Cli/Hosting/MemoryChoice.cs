using System.CommandLine;
using Loci.Embedding;
using Loci.Memories;

namespace Loci.Cli.Hosting;

/// <summary>The options that name a memory, and opening it with the embedder it was made with.</summary>
internal sealed class MemoryChoice
{
    private readonly Option<string?> _memory;
    private readonly Option<string?> _embedder = Options.Embedder();
    private readonly Option<string?> _tenant = Options.Tenant();

    /// <summary>Makes the options.</summary>
    /// <param name="required">Whether a memory has to be named.</param>
    public MemoryChoice(bool required = true) => _memory = Options.MemoryOrNone(required);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_memory, _embedder, _tenant];

    /// <summary>The option that names the memory.</summary>
    public Option Memory => _memory;

    /// <summary>What was given for a memory; null where it was not.</summary>
    public string? Given(ParseResult parsed) => parsed.GetValue(_memory);

    /// <summary>
    /// Opens an existing memory, or makes one where the options say so, with what <paramref name="fresh"/> gives where no embedder is named. The embedder is kept
    /// until the program ends.
    /// </summary>
    public async Task<IMemory> OpenAsync(ParseResult parsed, MemoryOptions options, CancellationToken cancellationToken, Func<IEmbedder>? fresh = null)
    {
        var place = Places.Memory(parsed.GetRequiredValue(_memory)!);
        var identity = await MemoryPlace.FindEmbedderAsync(place, cancellationToken);
        var embedder = identity is null && parsed.GetValue(_embedder) is null && fresh is not null ? fresh() : await Embedders.OpenAsync(identity, parsed.GetValue(_embedder), cancellationToken);
        return await MemoryPlace.OpenAsync(place, embedder, options with { Tenant = parsed.GetValue(_tenant) ?? "" }, cancellationToken);
    }

    /// <summary>Opens an existing memory.</summary>
    public Task<IMemory> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) => OpenAsync(parsed, new MemoryOptions(), cancellationToken);
}
