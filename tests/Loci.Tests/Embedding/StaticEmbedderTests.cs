using System.Numerics.Tensors;
using System.Text.Json;
using Loci.Embedding;
using Loci.TestSupport;

namespace Loci.Tests.Embedding;

/// <summary>The published model bge-base-m2v-64-vq128, where LOCI_MODELS names a folder that has it; its weights are not in the repository.</summary>
public sealed class StaticEmbedderTests
{
    private static string? Folder =>
        Environment.GetEnvironmentVariable("LOCI_MODELS") is { Length: > 0 } models && Path.Combine(models, "bge-base-m2v-64-vq128") is var folder && Directory.Exists(folder)
            ? folder
            : null;

    private static float[] Embed(StaticEmbedder embedder, string text) => embedder.Embed([text])[0].Dense[0]!;

    private static StaticEmbedder Load()
    {
        Assert.SkipUnless(Folder is not null, "LOCI_MODELS names no folder with bge-base-m2v-64-vq128.");
        return StaticEmbedder.Load(Folder!);
    }

    [Fact]
    public void A_text_has_the_vector_that_model2vec_gives()
    {
        using var embedder = Load();
        var expected = JsonSerializer.Deserialize<double[][]>(File.ReadAllBytes(Path.Combine(Folder!, "golden_hello_x1000.json")))![0];
        var found = Embed(embedder, string.Join(' ', Enumerable.Repeat("hello", 1000)));
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-6);
        Assert.Equal(found.Length, embedder.Parts[0].Dimensions);
    }

    [Fact]
    public void What_means_alike_lies_close()
    {
        using var embedder = Load();
        var texts = new[]
        {
            "The court found the defendant guilty.", "A judge sentenced the criminal to prison.",
            "She baked bread with flour and butter.", "The recipe needs sugar, eggs and milk.",
        };
        var vectors = texts.Select(text => Embed(embedder, text)).ToArray();
        for (var i = 0; i < texts.Length; i++)
        {
            var nearest = Enumerable.Range(0, texts.Length).Where(j => j != i).MaxBy(j => TensorPrimitives.Dot<float>(vectors[i], vectors[j]));
            Assert.Equal(i ^ 1, nearest);
        }
    }

    [Fact]
    public void Text_without_a_known_token_is_the_zero_vector()
    {
        using var embedder = Load();
        Assert.All(Embed(embedder, ""), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_model_is_told_by_its_files_and_found_by_its_identity()
    {
        var root = Directory.CreateTempSubdirectory("loci-static-").FullName;
        try
        {
            string[] folders = [Path.Combine(root, "none"), StaticFolder.Make(Path.Combine(root, "a")), StaticFolder.Make(Path.Combine(root, "b"), seed: 2), Path.Combine(root, "damaged")];
            StaticFolder.Make(folders[3]);
            File.WriteAllText(Path.Combine(folders[3], "model.safetensors"), "not tensors");
            Assert.Equal([false, true, true, false], folders.Select(StaticEmbedder.IsModel));
            Assert.False(StaticEmbedder.IsModel(Path.Combine(Fixtures.Copies, "models", "bert")));
            using var second = StaticEmbedder.Load(folders[2]);
            using var found = StaticEmbedder.Find(folders, second.Identity);
            Assert.Equal(second.Identity, found!.Identity);
            Assert.Equal(Embed(second, "the fox"), Embed(found, "the fox"));
            Assert.Null(StaticEmbedder.Find(folders, "static/1:0"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_is_no_such_model_is_named() =>
        Assert.Throws<InvalidInputException>(() => StaticEmbedder.Load(Path.GetTempPath()));
}
