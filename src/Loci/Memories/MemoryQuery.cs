using Loci.Embedding;
using Microsoft.Data.Sqlite;

namespace Loci.Memories;

/// <summary>The questions an open memory puts to its database.</summary>
internal static class MemoryQuery
{
    /// <summary>Throws unless the memory was made with this embedder.</summary>
    public static void HoldEmbedder(MemoryDatabase database, IEmbedder embedder)
    {
        var settings = database.Guard(() =>
        {
            using var connection = database.Read();
            return MemorySchema.Settings(connection, database.Folder);
        });
        if (!string.Equals(settings.Embedder, embedder.Identity, StringComparison.Ordinal))
            throw new InvalidInputException($"The memory {database.Folder.Path} was made with the embedder '{settings.Embedder}', but '{embedder.Identity}' "
                + "was given. Open it with the embedder it was made with, or make a new memory from the same text.");
        if (!string.Equals(settings.Parts, MemorySchema.Describe(embedder.Parts), StringComparison.Ordinal))
            throw new InvalidInputException($"The memory {database.Folder.Path} and the embedder given both say '{embedder.Identity}', but their features differ: "
                + $"{settings.Parts} in the memory, {MemorySchema.Describe(embedder.Parts)} from the embedder. Make a new memory from the same text.");
    }

    /// <summary>Which of the hashes belong to documents in the memory.</summary>
    public static HashSet<byte[]> Known(MemoryDatabase database, IEnumerable<byte[]> hashes) => database.Guard(() =>
    {
        using var connection = database.Read();
        using var command = connection.Command("SELECT 1 FROM documents WHERE hash = $hash");
        var hash = command.Parameters.Add("$hash", SqliteType.Blob);
        var known = new HashSet<byte[]>(new HashComparer());
        foreach (var candidate in hashes)
        {
            hash.Value = candidate;
            if (command.ExecuteScalar() is not null)
                known.Add(candidate);
        }
        return known;
    });

    /// <summary>All documents, ascending.</summary>
    public static IReadOnlyList<StoredDocument> Documents(MemoryDatabase database, IReadOnlyList<FeaturePart> parts) => database.Guard(() =>
    {
        using var connection = database.Read();
        return new MemoryReader(database.Folder, connection, parts).Documents().ToArray();
    });

    /// <summary>Ranks the chunks and reads the best, all from one state of the memory.</summary>
    public static Candidates Search(
        MemoryDatabase database, IndexCache cache, IReadOnlyList<FeaturePart> parts, IReadOnlyList<Features> queries, SearchOptions options,
        CancellationToken cancellationToken)
    {
        using var connection = database.Read();
        var (index, transaction) = cache.Pin(connection, cancellationToken);
        using var _ = transaction;
        var reader = new MemoryReader(database.Folder, connection, parts);
        var allowed = options.Filter is { } filter ? reader.Documents().Where(filter).Select(document => document.Id).ToHashSet() : null;
        var best = index.Rank(parts, queries, options.Count, allowed, cancellationToken);
        var rows = reader.Chunks([.. best.Select(b => index.Chunks[b.Row])]);
        var numbers = rows.Select(row => row.Document).Distinct().ToArray();
        var documents = reader.Documents(numbers).ToDictionary(document => document.Id);
        Features[] features = [.. rows.Select(row => row.Features)];
        return new Candidates
        {
            Queries = queries.Count,
            Chunks = [.. rows.Select(row => row.Id)],
            Documents = [.. rows.Select(row => documents[row.Document])],
            Ordinals = [.. rows.Select(row => row.Ordinal)],
            Texts = [.. rows.Select(row => row.Text)],
            TokenCounts = [.. rows.Select(row => row.Tokens)],
            Scores = [.. best.Select(b => b.Score)],
            Parts = [.. index.Parts.Select((part, p) => part.Represent(parts[p], features, queries))],
        };
    }
}
