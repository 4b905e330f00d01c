namespace Loci.Text.Normalizers;

/// <summary>Rewrites text before it is cut into words.</summary>
internal interface INormalizer
{
    /// <summary>The rewritten text.</summary>
    string Normalize(string text);

    /// <summary>How many times as long the text may become at most.</summary>
    int Growth => 1;
}
