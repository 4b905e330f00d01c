namespace Loci.Text.PreTokenizers;

/// <summary>Which pieces of text get a mark for the space that is thought before them.</summary>
internal enum PrependScheme
{
    /// <summary>Every piece.</summary>
    Always,

    /// <summary>None.</summary>
    Never,

    /// <summary>The piece that opens the text.</summary>
    First,
}
