using System.Numerics.Tensors;
using CsCheck;
using Loci.Embedding;
using Loci.Memories;
using Loci.Samples.Reranking;
using Microsoft.Extensions.AI;

namespace Loci.ExtensionsAI.Tests;

/// <summary>A real generator, that of the samples, behind Loci's contract.</summary>
public sealed class GeneratorEmbedderTests
{
    private const string Name = "generator/1:test:hashed-words@https://host.example:8080/v1";

    [Fact]
    public async Task A_text_has_the_generator_s_vector_of_length_one()
    {
        using var words = new HashedWords();
        using var embedder = await OpenAsync(words, new() { Name = "words" });
        await Gen.String[Gen.Char['a', 'e'], 0, 40].Array[0, 20].SampleAsync(async texts =>
        {
            var expected = await words.GenerateAsync(texts, cancellationToken: Token);
            var found = embedder.Embed(texts, Token);
            Assert.Equal(texts.Length, found.Count);
            for (var i = 0; i < texts.Length; i++)
            {
                var vector = found[i].Dense[0]!;
                float[] given = expected[i].Vector.ToArray();
                var norm = TensorPrimitives.Norm<float>(given);
                Assert.Equal(given.Select(value => norm == 0 ? 0 : value / norm), vector, (x, y) => Math.Abs(x - y) < 1e-6);
                Assert.Null(Assert.Single(found[i].Terms));
            }
        }, iter: 50);
    }

    [Fact]
    public async Task It_is_named_by_the_metadata_without_secrets()
    {
        using var generator = new WatchedGenerator(new HashedWords());
        using var embedder = await OpenAsync(generator);
        Assert.Equal($"{Name}:{HashedWords.Dimensions}", embedder.Identity);
        Assert.Equal([new FeaturePart("generator", FeatureKind.Dense, 1, HashedWords.Dimensions)], embedder.Parts);
        Assert.Equal(0.1, embedder.Noise);
        using var other = await OpenAsync(generator, new() { Generation = new() { ModelId = "another", Dimensions = 7 }, Noise = 0.5 });
        Assert.Equal("generator/1:test:another@https://host.example:8080/v1:7", other.Identity);
        Assert.Equal(0.5, other.Noise);
        using var named = await OpenAsync(generator, new() { Name = "mine/3", Dimensions = HashedWords.Dimensions });
        Assert.Equal($"mine/3:{HashedWords.Dimensions}", named.Identity);
    }

    [Fact]
    public async Task A_generator_that_does_not_name_its_model_needs_a_name()
    {
        using var words = new HashedWords();
        Assert.Contains("Name", (await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(words))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dimensions_are_asked_for_once_and_only_where_nothing_says_them()
    {
        using var silent = new WatchedGenerator(new HashedWords());
        using (await OpenAsync(silent)) Assert.Single(Assert.Single(silent.Batches));
        using var telling = new WatchedGenerator(new HashedWords()) { Metadata = new("test", null, "m", HashedWords.Dimensions) };
        using (var embedder = await OpenAsync(telling)) Assert.Equal($"generator/1:test:m:{HashedWords.Dimensions}", embedder.Identity);
        Assert.Empty(telling.Batches);
    }

    [Fact]
    public async Task Batches_and_those_under_way_are_bounded_and_answers_keep_their_places()
    {
        using var full = new SemaphoreSlim(0);
        var arrived = 0;
        using var generator = new WatchedGenerator(new HashedWords())
        {
            Meanwhile = async token => // the first two wait for each other, so that two are seen at once
            {
                var number = Interlocked.Increment(ref arrived);
                if (number == 2) full.Release(2);
                if (number <= 2) await full.WaitAsync(token);
            },
        };
        string[] texts = [.. Enumerable.Range(0, 23).Select(i => i % 5 == 4 ? " \n" : $"word{i} text{i * i}")];
        using var embedder = await OpenAsync(generator, new() { Dimensions = HashedWords.Dimensions, BatchSize = 3, Parallelism = 2, Generation = new() { ModelId = "m" } });
        var found = await embedder.EmbedAsync(texts, Token);
        Assert.Equal(2, generator.MostAtOnce);
        Assert.Equal(7, generator.Batches.Count);
        Assert.All(generator.Batches, batch => Assert.InRange(batch.Length, 1, 3));
        Assert.Equal(texts.Where(text => text.Trim().Length > 0).Order(StringComparer.Ordinal), generator.Batches.SelectMany(batch => batch).Order(StringComparer.Ordinal));
        Assert.All(generator.Options, options => Assert.Equal("m", options!.ModelId));
        using var words = new HashedWords();
        using var plain = await OpenAsync(words, new() { Name = "w" });
        Assert.All(texts.Index(), text => Assert.Equal(plain.Embed([text.Item], Token)[0].Dense[0], found[text.Index].Dense[0]));
        Assert.All(found.Where((_, i) => i % 5 == 4), features => Assert.All(features.Dense[0]!, value => Assert.Equal(0, value)));
    }

    [Fact]
    public async Task Waiting_does_not_deadlock_under_a_synchronisation_context()
    {
        using var generator = new WatchedGenerator(new HashedWords()) { Meanwhile = async _ => await Task.Yield() }; // goes on in the caller's context
        using var embedder = await OpenAsync(generator);
        var embedding = Task.Factory.StartNew(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new DeafContext());
            return embedder.Embed(["some words"], Token);
        }, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.Single(await embedding.WaitAsync(TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task Cancelling_reaches_the_generator()
    {
        using var source = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        using var generator = new WatchedGenerator(new HashedWords())
        {
            Meanwhile = token =>
            {
                asked.SetResult();
                return Task.Delay(Timeout.Infinite, token);
            },
        };
        using var embedder = await OpenAsync(generator, new() { Dimensions = HashedWords.Dimensions });
        var embedding = Task.Run(() => embedder.Embed(["some words"], source.Token), Token);
        await asked.Task;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => embedding);
        Assert.ThrowsAny<OperationCanceledException>(() => embedder.Embed(["some words"], source.Token));
    }

    [Fact]
    public async Task What_the_generator_throws_comes_through()
    {
        using var generator = new WatchedGenerator(new HashedWords()) { Meanwhile = _ => throw new TimeoutException("too long") };
        using var embedder = await OpenAsync(generator, new() { Dimensions = 3 });
        Assert.Equal("too long", Assert.Throws<TimeoutException>(() => embedder.Embed(["a", "b"], Token)).Message);
    }

    [Theory]
    [InlineData(1, 0f, false, "0 vectors for 1 texts")]
    [InlineData(0, float.NaN, false, "NaN")]
    [InlineData(0, float.PositiveInfinity, false, "infinity")]
    [InlineData(0, 0f, true, "511 dimensions; 512")]
    public async Task Answers_that_cannot_be_right_are_refused(int missing, float added, bool cut, string expected)
    {
        using var generator = new WatchedGenerator(new HashedWords()) { Missing = missing, Spoil = vector => cut ? vector[1..] : [vector[0] + added, .. vector[1..]] };
        using var embedder = await OpenAsync(generator, new() { Dimensions = HashedWords.Dimensions });
        var message = Assert.Throws<InvalidInputException>(() => embedder.Embed(["some words"], Token)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(Name, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vectors_of_any_size_are_normalised_and_zero_stays_zero()
    {
        foreach (var scale in (float[])[1e-38f, 1e-20f, 1e37f])
        {
            using var generator = new WatchedGenerator(new HashedWords()) { Spoil = vector => [.. vector.Select(value => value * scale)] };
            using var embedder = await OpenAsync(generator);
            Assert.Equal(1, TensorPrimitives.Norm<float>(embedder.Embed(["some words here"], Token)[0].Dense[0]), 1e-6);
            Assert.All(embedder.Embed(["a b c"], Token)[0].Dense[0]!, value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused()
    {
        using var words = new HashedWords();
        foreach (var options in (GeneratorEmbedderOptions[])[new() { BatchSize = 0 }, new() { Parallelism = 0 }, new() { Noise = 0 }, new() { Noise = double.NaN }, new() { Dimensions = 0 }, new() { Name = " " }])
            await Assert.ThrowsAsync<InvalidInputException>(() => OpenAsync(words, options with { Name = options.Name ?? "w" }));
    }

    [Fact]
    public async Task The_generator_stays_the_caller_s()
    {
        using var generator = new WatchedGenerator(new HashedWords());
        (await OpenAsync(generator)).Dispose();
        Assert.False(generator.Disposed);
    }

    [Fact]
    public async Task A_memory_is_made_opened_again_and_searched()
    {
        var folder = Directory.CreateTempSubdirectory("loci-generator-").FullName;
        try
        {
            using var generator = new WatchedGenerator(new HashedWords());
            using (var embedder = await OpenAsync(generator))
            using (var memory = await Memory.OpenAsync(Path.Combine(folder, "m"), embedder, new MemoryOptions { Create = true }, Token))
                await memory.AddManyAsync([.. Handbook.Passages.Select(p => new ChunkedDocument(new DocumentRecord(p.Source, p.Text), [new Chunk(p.Text, 1)]))], Token);
            using var again = await OpenAsync(generator);
            using var opened = await Memory.OpenAsync(Path.Combine(folder, "m"), again, cancellationToken: Token);
            Assert.Contains("squeal", opened.Search([Handbook.Question], new SearchOptions { Count = 1 }, Token).Texts[0], StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<GeneratorEmbedder> OpenAsync(IEmbeddingGenerator<string, Embedding<float>> generator, GeneratorEmbedderOptions? options = null) =>
        GeneratorEmbedder.OpenAsync(generator, options, Token);
}
