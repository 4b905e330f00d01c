namespace Loci.Text;

/// <summary>A stretch of the text to be encoded: ordinary text, or one added token.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="OpensText">Whether the whole text begins with it.</param>
/// <param name="Token">The id of the added token that it is, or null for ordinary text.</param>
internal readonly record struct Section(string Text, bool OpensText, int? Token);
