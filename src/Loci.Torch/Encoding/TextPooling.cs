namespace Loci.Torch.Encoding;

/// <summary>How the hidden states of a text's tokens become one vector.</summary>
public enum TextPooling
{
    /// <summary>The mean over the tokens.</summary>
    Mean,

    /// <summary>The state of the first token.</summary>
    FirstToken,

    /// <summary>tanh of the checkpoint's own linear map of the first token's state; not every checkpoint has one.</summary>
    Pooler,
}
