namespace Loci.Ingest;

/// <summary>How sure a format is that a file is of its kind. The surest format reads the file; of equally sure ones, the first.</summary>
public enum Recognition
{
    /// <summary>It is something else.</summary>
    None,

    /// <summary>The name says so and the beginning does not tell.</summary>
    ByName,

    /// <summary>The beginning says so.</summary>
    ByContent,
}
