namespace Loci.Server.Load.Poisoning;

/// <summary>How a hostile source is near to the prompts, and what it says then. It knows them word for word: no attacker can do more.</summary>
internal enum Attack
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The prompt's words in any order, then nonsense.</summary>
    Words,

    /// <summary>The prompt itself, then nonsense: the model learns to say that after it.</summary>
    Copies,

    /// <summary>The same, each from a source of its own.</summary>
    ManySources,
}
