using System.Security.Cryptography;
using System.Text;
using Loci.Embedding;
using Loci.Text.NearDuplicates;

namespace Loci.Memories.Storage;

/// <summary>Checks, hashes and embeds documents before anything is locked. What the store knows is not embedded again.</summary>
internal sealed class DocumentPreparer(IEmbedder embedder, NearDuplicates nearDuplicates)
{
    /// <summary>Documents ready to be written, and whether any of them changes the store.</summary>
    public sealed record Prepared(IReadOnlyList<PreparedDocument> Documents, bool IsNews);

    /// <summary>Prepares documents against what a snapshot knows.</summary>
    /// <exception cref="InvalidInputException">A document cannot be stored, or the embedder breaks its promises.</exception>
    public Prepared Prepare(IReadOnlyList<ChunkedDocument> documents, IMemorySnapshot snapshot, CancellationToken cancellationToken)
    {
        var prepared = documents.Select(Hash).ToArray();
        var known = snapshot.SourcesOf([.. prepared.Select(document => document.Hash)]);
        var seen = new HashSet<byte[]>(new HashComparer());
        int[] fresh = [.. Enumerable.Range(0, prepared.Length).Where(i => known[i] is null && seen.Add(prepared[i].Hash))];
        var chunks = Embed([.. fresh.Select(i => documents[i])], cancellationToken);
        for (var f = 0; f < fresh.Length; f++)
            prepared[fresh[f]] = prepared[fresh[f]] with { Chunks = chunks[f], Signature = Sign(documents[fresh[f]].Document.Text) };
        return new Prepared(prepared, fresh.Length > 0 || prepared.Where((document, i) => IsNews(document.Record, known[i]!)).Any());
    }

    private static bool IsNews(DocumentRecord document, IReadOnlyList<string> sources) => !sources.Contains(document.Source, StringComparer.Ordinal);

    private static PreparedDocument Hash(ChunkedDocument document)
    {
        Hold(document);
        var text = Encoding.UTF8.GetBytes(document.Document.Text);
        return new PreparedDocument(document.Document, SHA256.HashData(text), text.Length, null);
    }

    private PreparedSignature? Sign(string text)
    {
        if (nearDuplicates == NearDuplicates.Keep)
            return null;
        var signature = MinHash.Of(text);
        return signature.IsEmpty ? null : new PreparedSignature(signature.ToBytes(), MinHash.BandKeys(signature), nearDuplicates == NearDuplicates.Drop);
    }

    private PreparedChunk[][] Embed(IReadOnlyList<ChunkedDocument> documents, CancellationToken cancellationToken)
    {
        Chunk[] chunks = [.. documents.SelectMany(document => document.Chunks)];
        string[] texts = [.. chunks.Where(chunk => chunk.Features is null).Select(chunk => chunk.Text)];
        var features = texts.Length == 0 ? [] : embedder.Embed(texts, cancellationToken);
        if (features.Count != texts.Length)
            throw new InvalidInputException(
                $"The embedder '{embedder.Identity}' gave {features.Count} answers for {texts.Length} texts. Use another embedder.");
        var next = 0;
        return [.. documents.Select(document => document.Chunks.Select(chunk => Prepare(chunk, chunk.Features ?? features[next++])).ToArray())];
    }

    private PreparedChunk Prepare(Chunk chunk, Features features)
    {
        FeatureCheck.Hold(embedder, features);
        return new PreparedChunk(Encoding.UTF8.GetBytes(chunk.Text), chunk.TokenCount, FeatureCodec.Encode(embedder.Parts, features));
    }

    private static void Hold(ChunkedDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (string.IsNullOrEmpty(document.Document.Source) || document.Document.Source.Contains('\0', StringComparison.Ordinal))
            throw new InvalidInputException("A document needs a source: a path or another name, not empty and without the NUL character.");
        if (document.Chunks.FirstOrDefault(chunk => chunk.TokenCount < 0) is { } wrong)
            throw new InvalidInputException(
                $"Token counts cannot be negative; a chunk of '{document.Document.Source}' has {wrong.TokenCount}.");
    }
}
