namespace Loci.Text.Vocabularies;

/// <summary>How a byte-pair vocabulary treats what it has no token for.</summary>
internal sealed record BytePairOptions
{
    /// <summary>Id for characters without a token; null leaves them out.</summary>
    public int? Unknown { get; init; }

    /// <summary>Whether neighbouring unknown characters become one unknown token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether a character without a token is written as the tokens of its UTF-8 bytes, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word that is itself a token is that token, though no merges may lead to it.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Put before every character of a word but the first, before it is looked up.</summary>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>Put after the last character of a word before it is looked up.</summary>
    public string WordSuffix { get; init; } = "";
}
