namespace Loci.Postgres;

/// <summary>Where a memory in a database is searched.</summary>
public enum VectorSearch
{
    /// <summary>
    /// By the server where its tables of vectors are there already, or where the memory is made now, its embedder has one dense part and nothing else, and the server has
    /// pgvector; otherwise locally.
    /// </summary>
    Auto,

    /// <summary>In this process, by the same index as that of a folder: exact, for every embedder. The features are read once, later only what is new.</summary>
    Local,

    /// <summary>By the server, through pgvector. Its table of vectors is made where it is missing. Only for embedders with one dense part and nothing else.</summary>
    Server,
}
