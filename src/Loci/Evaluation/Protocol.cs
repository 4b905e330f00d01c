namespace Loci.Evaluation;

/// <summary>What of a document is the query and what is scored.</summary>
public enum Protocol
{
    /// <summary>The query is the scored text itself, as in the published tables. Some of the gain leaks through the query.</summary>
    Whole,

    /// <summary>The query is the first half; the second half is scored with the first as context. The honest number.</summary>
    Split,
}
