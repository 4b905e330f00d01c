namespace Loci.Text.Decoders;

/// <summary>One step from tokens back to text.</summary>
internal interface IDecoder
{
    /// <summary>Rewrites the tokens; the text is what the last step leaves, put together.</summary>
    List<string> Decode(List<string> tokens);

    /// <summary>How many times as long the tokens together may become at most.</summary>
    int Growth => 1;
}
