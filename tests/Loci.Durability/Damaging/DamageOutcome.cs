namespace Loci.Durability.Damaging;

/// <summary>What came of a damage.</summary>
internal enum DamageOutcome
{
    /// <summary>Everything is given out as before, and neither SQLite's check nor the library's sees anything: the damage lies where nothing is kept.</summary>
    Right,

    /// <summary>Everything is given out as before; a check sees the damage.</summary>
    RightAndSeenByCheck,

    /// <summary>It was refused by an error that names the memory.</summary>
    Refused,

    /// <summary>What is given out is what the memory held after an earlier change: the end of the log was taken for one that had not been finished.</summary>
    Earlier,

    /// <summary>Something else is given out, without a word; a check sees the damage.</summary>
    WrongAndSeenByCheck,

    /// <summary>Something else is given out, without a word, and no check sees anything.</summary>
    Wrong,

    /// <summary>Another exception, or an error that does not name the memory.</summary>
    Broken,
}
