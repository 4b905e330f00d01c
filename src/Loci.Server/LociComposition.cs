using Loci.Server.Engines;
using Loci.Server.Remembering;
using Loci.Text;
using Loci.Text.Chat;

namespace Loci.Server;

/// <summary>What a server is made of.</summary>
public sealed record LociComposition
{
    /// <summary>What computes, all alike; the server disposes them.</summary>
    public required IReadOnlyList<IEngine> Engines { get; init; }

    /// <summary>The model's tokenizer.</summary>
    public required ITokenizer Tokenizer { get; init; }

    /// <summary>Cuts documents that are to be remembered; null for one of the tokenizer's usual pieces.</summary>
    public Chunker? Chunker { get; init; }

    /// <summary>The model's chat template; null gives it conversations as plain text.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>The memory by tenant, for what is asked of it directly; null where there is none.</summary>
    public TenantMemories? Memories { get; init; }
}
