namespace Loci.Text;

/// <summary>A token that is found in the text before anything else is done to it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Whether it marks structure rather than text, and is left out where a caller asks for text alone.</summary>
    public bool Special { get; init; }

    /// <summary>Whether it takes the white space before it along.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it takes the white space after it along.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is looked for in the normalised text rather than in the text as given.</summary>
    public bool Normalized { get; init; }

    /// <summary>Whether letters and digits next to it keep it from being found.</summary>
    public bool SingleWord { get; init; }
}
