namespace Loci.Ingest;

/// <summary>Something that was passed over.</summary>
/// <param name="Source">The file, with <c>#line</c> where it has lines.</param>
/// <param name="Message">What was expected and what was found.</param>
public sealed record IngestProblem(string Source, string Message);
