using Loci.Models;
using Loci.Torch.Decoding;

namespace Loci.Torch.Generation;

/// <summary>The tokens that end a continuation.</summary>
internal static class EndTokens
{
    public static HashSet<int> Of(DecoderConfiguration configuration, GenerationOptions options) =>
        [.. options.StopTokens, .. options.IgnoreEndOfText ? [] : configuration.EndOfText];
}
