using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI.Tests;

/// <summary>Passes requests on, keeps them, counts those under way at once, and lets a test spoil the answer or say what else happens meanwhile.</summary>
internal sealed class WatchedGenerator(IEmbeddingGenerator<string, Embedding<float>> inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private int _underWay;

    public ConcurrentQueue<string[]> Batches { get; } = new();

    public ConcurrentQueue<EmbeddingGenerationOptions?> Options { get; } = new();

    public int MostAtOnce { get; private set; }

    public bool Disposed { get; private set; }

    public EmbeddingGeneratorMetadata? Metadata { get; init; } = new("test", new Uri("https://user:secret@host.example:8080/v1/?key=secret#secret"), "hashed-words", defaultModelDimensions: null);

    public Func<CancellationToken, Task> Meanwhile { get; init; } = _ => Task.CompletedTask;

    public Func<float[], float[]> Spoil { get; init; } = vector => vector;

    /// <summary>Vectors left out of every answer.</summary>
    public int Missing { get; init; }

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        Batches.Enqueue(texts);
        Options.Enqueue(options);
        lock (Batches) MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        try
        {
            await Meanwhile(cancellationToken);
            var answers = await base.GenerateAsync(texts, options, cancellationToken);
            return new GeneratedEmbeddings<Embedding<float>>(answers.Skip(Missing).Select(answer => new Embedding<float>(Spoil(answer.Vector.ToArray()))));
        }
        finally
        {
            lock (Batches) _underWay--;
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata : base.GetService(serviceType, serviceKey);

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}
