namespace Loci.Durability.Damaging;

/// <summary>What is done to a file.</summary>
internal enum DamageKind
{
    /// <summary>It is cut off.</summary>
    Truncation,

    /// <summary>One bit is turned.</summary>
    BitFlip,
}
