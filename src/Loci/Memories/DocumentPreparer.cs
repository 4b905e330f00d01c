using System.Security.Cryptography;
using System.Text;
using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Checks, hashes and embeds documents before anything is locked.</summary>
internal static class DocumentPreparer
{
    /// <summary>Checks the documents and hashes their texts.</summary>
    public static (byte[] Hash, long Bytes)[] Hash(IReadOnlyList<ChunkedDocument> documents)
    {
        var hashes = new (byte[], long)[documents.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            Hold(documents[i]);
            var text = Encoding.UTF8.GetBytes(documents[i].Document.Text);
            hashes[i] = (SHA256.HashData(text), text.Length);
        }
        return hashes;
    }

    /// <summary>Embeds all chunks of the documents at once.</summary>
    public static PreparedDocument[] Embed(
        IEmbedder embedder, IReadOnlyList<(ChunkedDocument Document, byte[] Hash, long Bytes)> documents, CancellationToken cancellationToken)
    {
        string[] texts = [.. documents.SelectMany(d => d.Document.Chunks.Select(chunk => chunk.Text))];
        var features = embedder.Embed(texts, cancellationToken);
        if (features.Count != texts.Length)
            throw new InvalidInputException(
                $"The embedder '{embedder.Identity}' gave {features.Count} answers for {texts.Length} texts. Use another embedder.");
        var next = 0;
        var prepared = new PreparedDocument[documents.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            var (document, hash, bytes) = documents[i];
            var chunks = new PreparedChunk[document.Chunks.Count];
            for (var j = 0; j < chunks.Length; j++, next++)
            {
                FeatureCheck.Hold(embedder, features[next]);
                chunks[j] = new PreparedChunk(
                    Encoding.UTF8.GetBytes(document.Chunks[j].Text), document.Chunks[j].TokenCount, FeatureCodec.Encode(embedder.Parts, features[next]));
            }
            prepared[i] = new PreparedDocument(document.Document, hash, bytes, chunks);
        }
        return prepared;
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
