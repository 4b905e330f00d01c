using Loci.Embedding;
using Loci.Tensors;
using Loci.TestSupport;
using Loci.Torch.Encoding;

namespace Loci.Torch.Tests.Encoding;

public sealed class EncoderEmbedderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("bert", null, "encoder-mean/1:")]
    [InlineData("bert", TextPooling.FirstToken, "encoder-first/1:")]
    [InlineData("bert", TextPooling.Pooler, "encoder-pooler/1:")]
    [InlineData("roberta", null, "encoder-mean/1:")]
    [InlineData("roberta_mlm_layout", null, "encoder-mean/1:")]
    public void A_text_becomes_a_vector_of_length_one(string fixture, TextPooling? pooling, string kind)
    {
        using var embedder = EncoderEmbedder.Load(Make("a", fixture), pooling);
        var vector = Vector(embedder, "A fox lives by the river.");
        Assert.StartsWith(kind, embedder.Identity, StringComparison.Ordinal);
        Assert.Equal(embedder.Parts[0].Dimensions, vector.Length);
        Assert.Equal(1, vector.Sum(x => (double)x * x), 1e-5);
        Assert.Equal(vector, Vector(embedder, "a FOX lives by the river .")); // the tokenizer's own normalisation
        Assert.NotEqual(vector, Vector(embedder, "the fox lives by a river."));
    }

    [Fact]
    public void A_text_that_says_nothing_is_zero()
    {
        using var embedder = EncoderEmbedder.Load(Make("a"));
        Assert.All(new[] { "", "  \n" }, text => Assert.All(Vector(embedder, text), x => Assert.Equal(0, x)));
    }

    /// <summary>64 positions: the opening token, 62 letters, the closing token.</summary>
    [Theory]
    [InlineData("bert", 62)]
    [InlineData("roberta", 62)]
    public void A_long_text_is_cut_and_closed(string fixture, int letters)
    {
        using var embedder = EncoderEmbedder.Load(Make("a", fixture));
        var longest = Vector(embedder, new string('a', letters));
        Assert.NotEqual(longest, Vector(embedder, new string('a', letters - 1)));
        Assert.Equal(longest, Vector(embedder, new string('a', letters) + "bcd. A fox."));
    }

    [Fact]
    public void A_shorter_length_is_taken_from_the_sentence_configuration()
    {
        var folder = Make("a");
        File.WriteAllText(Path.Combine(folder, "sentence_bert_config.json"), "{\"max_seq_length\": 12, \"do_lower_case\": false}");
        using var embedder = EncoderEmbedder.Load(folder);
        Assert.Equal(Vector(embedder, new string('a', 10)), Vector(embedder, new string('a', 30)));
        Assert.NotEqual(Vector(embedder, new string('a', 10)), Vector(embedder, new string('a', 9)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_length_without_room_for_text_is_refused_and_leaves_no_tensor(int length)
    {
        var folder = Make("a");
        using (EncoderEmbedder.Load(folder)) { } // what the library itself makes once
        File.WriteAllText(Path.Combine(folder, "sentence_bert_config.json"), $"{{\"max_seq_length\": {length}}}");
        var tensors = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Contains("more than the 2 special tokens", Assert.Throws<InvalidInputException>(() => EncoderEmbedder.Load(folder).Dispose()).Message, StringComparison.Ordinal);
        Assert.Equal(tensors, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_folder_s_own_pooling_is_taken()
    {
        var folder = Make("a");
        using var asked = EncoderEmbedder.Load(folder, TextPooling.FirstToken);
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), "{\"word_embedding_dimension\": 48, \"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
        using var found = EncoderEmbedder.Load(folder);
        Assert.Equal(asked.Identity, found.Identity);
        Assert.Equal(Vector(asked, "fox"), Vector(found, "fox"));
    }

    [Fact]
    public void The_names_of_the_first_checkpoints_are_read()
    {
        var folder = Make("a");
        using var today = EncoderEmbedder.Load(folder);
        Rewrite(folder, name => "bert." + name.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal));
        using var first = EncoderEmbedder.Load(folder);
        Assert.Equal(Vector(today, "a fox"), Vector(first, "a fox"));
        Assert.NotEqual(today.Identity, first.Identity); // another file, as far as anyone can tell without reading it
    }

    [Fact]
    public void It_is_found_again_by_its_identity_wherever_its_folder_is()
    {
        using var embedder = EncoderEmbedder.Load(Make("a"), TextPooling.Pooler);
        Make("b", "roberta");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "empty"));
        Directory.Move(Path.Combine(_folder.FullName, "a"), Path.Combine(_folder.FullName, "z"));
        using var found = EncoderEmbedder.Find(Directory.GetDirectories(_folder.FullName), embedder.Identity);
        Assert.NotNull(found);
        Assert.Equal(embedder.Identity, found.Identity);
        Assert.Equal(Vector(embedder, "fox"), Vector(found, "fox"));
        File.AppendAllText(Path.Combine(_folder.FullName, "z", "config.json"), "\n");
        Assert.Null(EncoderEmbedder.Find(Directory.GetDirectories(_folder.FullName), embedder.Identity));
    }

    [Fact]
    public void Many_threads_get_the_vectors_of_one()
    {
        using var embedder = EncoderEmbedder.Load(Make("a"));
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => new string((char)('a' + i % 26), 1 + i))];
        var expected = texts.Select(text => Vector(embedder, text)).ToArray();
        Assert.Equal(expected, texts.AsParallel().AsOrdered().Select(text => Vector(embedder, text)).ToArray());
    }

    [Theory]
    [InlineData("config.json", "\"bert\"", "\"distilbert\"", "among bert, roberta, found \"distilbert\"")]
    [InlineData("config.json", "\"absolute\"", "\"relative_key\"", "found \"relative_key\"")]
    [InlineData("config.json", "\"use_cache\": true", "\"is_decoder\": true", "is_decoder")]
    [InlineData("config.json", "\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "multiple of the 5 heads")]
    [InlineData("config.json", "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2", "encoder.layer.2.")]
    [InlineData("config.json", "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4", "expected the parameter encoder.layer.3.")]
    [InlineData("config.json", "\"vocab_size\": 256", "\"vocab_size\": 40", "at most 40 tokens")]
    [InlineData("modules.json", null, "[{\"type\": \"sentence_transformers.models.Transformer\"}, {\"type\": \"sentence_transformers.models.Dense\"}]", "found sentence_transformers.models.Dense")]
    [InlineData("modules.json", null, "{}", "a JSON list of modules")]
    [InlineData("1_Pooling/config.json", null, "{\"pooling_mode_max_tokens\": true}", "found pooling_mode_max_tokens")]
    [InlineData("1_Pooling/config.json", null, "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": true}", "pooling_mode_cls_token, pooling_mode_mean_tokens")]
    [InlineData("1_Pooling/config.json", null, "{}", "found neither")]
    public void What_is_not_supported_is_refused(string file, string? what, string instead, string says)
    {
        var folder = Make("a");
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (what is not null) Assert.Contains(what, File.ReadAllText(path), StringComparison.Ordinal);
        File.WriteAllText(path, what is null ? instead : File.ReadAllText(path).Replace(what, instead, StringComparison.Ordinal));
        AssertRefused(folder, null, says);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        AssertRefused(Path.Combine(_folder.FullName, "nowhere"), null, "found no folder");
        AssertRefused(Make("headless", "roberta_mlm_layout"), TextPooling.Pooler, "expected an encoder with a pooler");
        var bare = Make("bare");
        File.Delete(Path.Combine(bare, "tokenizer.json"));
        AssertRefused(bare, null, "expected tokenizer.json");
    }

    private string Make(string name, string fixture = "bert") => EncoderFolder.Make(Path.Combine(_folder.FullName, name), fixture);

    private static float[] Vector(IEmbedder embedder, string text) => embedder.Embed([text], TestContext.Current.CancellationToken)[0].Dense[0]!;

    private static void AssertRefused(string folder, TextPooling? pooling, string says)
    {
        var error = Assert.Throws<InvalidInputException>(() => EncoderEmbedder.Load(folder, pooling).Dispose());
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
    }

    private static void Rewrite(string folder, Func<string, string> rename)
    {
        var path = Path.Combine(folder, "model.safetensors");
        TensorData[] tensors;
        using (var file = SafetensorsFile.Open(path))
            tensors = [.. file.Tensors.Select(pair => TensorData.FromSingles(rename(pair.Key), file.ReadSingles(pair.Key), pair.Value.Shape))];
        SafetensorsWriter.Write(path, tensors);
    }
}
