namespace Loci.Generation;

/// <summary>Why a continuation ended.</summary>
public enum FinishReason
{
    /// <summary>An end token or a stop string came.</summary>
    Stop,

    /// <summary>The limit of tokens was reached.</summary>
    Length,
}
