namespace Loci.Text.Normalizers;

/// <summary>Rewrites text before it is cut into words.</summary>
internal interface INormalizer
{
    /// <summary>The rewritten text.</summary>
    string Normalize(string text);
}
