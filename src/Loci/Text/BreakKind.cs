namespace Loci.Text;

/// <summary>How natural a place is to cut a text, from worst to best.</summary>
internal enum BreakKind
{
    /// <summary>Inside a word or a number.</summary>
    None,

    /// <summary>Before the last white space between two words, where byte-pair vocabularies part words too.</summary>
    WhiteSpace,

    /// <summary>After a sentence.</summary>
    Sentence,

    /// <summary>After the end of a line.</summary>
    Line,

    /// <summary>After a blank line.</summary>
    BlankLine,
}
