namespace Loci.Evaluation.Methods;

/// <summary>What is done with the chunks that a rule picks.</summary>
public enum MethodKind
{
    /// <summary>Nothing is picked: the model as it is.</summary>
    Base,

    /// <summary>One gradient step on each, in order.</summary>
    Steps,

    /// <summary>They are put before the text, as many as half the context holds; nothing is learnt.</summary>
    InContext,
}
