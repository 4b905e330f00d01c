namespace Loci.Torch.Describing;

/// <summary>What a folder of weights is good for.</summary>
public enum ModelKind
{
    /// <summary>Continues text, and can be tuned.</summary>
    LanguageModel,

    /// <summary>Embeds text by a forward pass.</summary>
    Encoder,

    /// <summary>Embeds text by a table of tokens.</summary>
    StaticEmbeddings,

    /// <summary>Goes beside a language model.</summary>
    Adapter,

    /// <summary>Cannot be used here.</summary>
    Unsupported,
}
