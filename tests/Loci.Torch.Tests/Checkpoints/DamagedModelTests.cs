using System.Text.Json;
using Loci.Tensors;
using Loci.TestSupport;

namespace Loci.Torch.Tests.Checkpoints;

/// <summary>A folder that is not a whole model is refused with one clear message that names the file.</summary>
public sealed class DamagedModelTests : IDisposable
{
    private readonly TinyModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void No_folder() => AssertRefused(Path.Combine(_model.Folder, "nowhere"), "nowhere", "found no folder");

    [Fact]
    public void No_configuration()
    {
        File.Delete(_model.Config);
        AssertRefused("config.json", "found no file");
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("{\"model_type\": \"llama\",", "line 1")]
    [InlineData("[1]", "expected a JSON object")]
    [InlineData("{}", "model_type")]
    [InlineData("{\"model_type\": 7}", "to be a string, found 7")]
    [InlineData("{\"model_type\": \"mamba\"}", "found \"mamba\"")]
    public void A_configuration_that_is_none(string text, string says)
    {
        File.WriteAllText(_model.Config, text);
        AssertRefused("config.json", says);
    }

    [Theory]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 0", "\"hidden_size\" between 1 and")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 3.5", "a whole number, found 3.5")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 99999999999", "a whole number")]
    [InlineData("\"hidden_size\": 32,", "", "the key \"hidden_size\"")]
    [InlineData("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "multiple of the key heads, found 3")]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2000", "at most 1024 layers")]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", "model.layers.2.")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 64", "found [260, 32]")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"head_dim\": 7", "even head size")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"hidden_act\": \"tanh\"", "found \"tanh\"")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_theta\": 0", "\"rope_theta\" to be a number above 0, found 0")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rms_norm_eps\": -1", "\"rms_norm_eps\"")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 0}", "\"factor\" to be a number above 0, found 0")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 2}", "found \"yarn\"")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": 32, \"rope_scaling\": 4", "an object, found 4")]
    [InlineData("\"vocab_size\": 260", "\"vocab_size\": 100", "at most 100 tokens")]
    [InlineData("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false", "lm_head.weight")]
    public void A_configuration_that_cannot_be(string what, string instead, string says)
    {
        File.WriteAllText(_model.Config, TinyModel.Llama.Replace(what, instead, StringComparison.Ordinal));
        AssertRefused(_model.Folder, says);
    }

    [Theory]
    [InlineData("\"rope_scaling\": {\"type\": \"longrope\", \"short_factor\": [1, 1, 1, 1], \"long_factor\": [1, 1, 1, 1], \"original_max_position_embeddings\": 1}", "at least 2 positions")]
    [InlineData("\"head_dim\": 16777216", "wide together")]
    [InlineData("\"hidden_act\": \"\\ud800\"", "Unicode")]
    [InlineData("\"\\udc00\": 1", "Unicode")]
    [InlineData("\"num_hidden_layers\": 2147483647", "between 1 and")]
    public void A_setting_that_no_model_has(string setting, string says)
    {
        File.WriteAllText(_model.Config, TinyModel.Llama.Replace("\"initializer_range\": 0.2", setting, StringComparison.Ordinal));
        AssertRefused(_model.Folder, says);
    }

    [Fact]
    public void A_configuration_that_is_not_utf8()
    {
        File.WriteAllBytes(_model.Config, [.. "{\"model_type\": \""u8, 0xC3, .. "\"}"u8]);
        AssertRefused("config.json", "Unicode", "at byte 15");
    }

    [Fact]
    public void A_run_of_layers_that_names_none()
    {
        File.WriteAllText(_model.Config, TinyFamilies.GptNeo.Replace("[[[\"global\", \"local\"], 1]]", "[[[], 2147483647]]", StringComparison.Ordinal));
        AssertRefused("config.json", "names none");
    }

    [Fact]
    public void Heads_that_do_not_divide_the_width()
    {
        File.WriteAllText(_model.Config, TinyModel.Gpt2.Replace("\"n_head\": 4", "\"n_head\": 5", StringComparison.Ordinal));
        AssertRefused("config.json", "multiple of the 5 heads, found 32");
    }

    [Fact]
    public void Two_hundred_hostile_names_of_shards()
    {
        File.Delete(_model.Weights);
        foreach (var name in HostileNames.All)
        {
            File.WriteAllText(_model.Weights + ".index.json", JsonSerializer.Serialize(new { weight_map = new Dictionary<string, string> { ["w"] = name } }));
            AssertRefused("model.safetensors.index.json", "without folders");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 2, 99, 0, 0, 0, 0, 0, 0, 0 }, "pickle")]
    [InlineData(new byte[] { 0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0 }, "pickle")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0 }, "zip archive")]
    public void A_pickle_under_a_safetensors_name(byte[] content, string says)
    {
        File.WriteAllBytes(_model.Weights, content);
        AssertRefused("model.safetensors", says);
    }

    [Fact]
    public void No_weights()
    {
        File.Move(_model.Weights, Path.Combine(_model.Folder, "pytorch_model.bin"));
        AssertRefused(_model.Folder, "expected model.safetensors or model.safetensors.index.json", "found pytorch_model.bin", "can run code", "safe_serialization=True");
        File.Delete(Path.Combine(_model.Folder, "pytorch_model.bin"));
        AssertRefused(_model.Folder, "expected model.safetensors or model.safetensors.index.json", "found neither");
    }

    [Fact]
    public void A_pickle_under_the_name_of_weights()
    {
        File.WriteAllBytes(_model.Weights, [0x80, 2, (byte)'}', .. new byte[100]]);
        AssertRefused("model.safetensors", "a pickle", "Convert it to safetensors");
    }

    [Fact]
    public void No_tokenizer()
    {
        File.Delete(Path.Combine(_model.Folder, "tokenizer.json"));
        AssertRefused(_model.Folder, "tokenizer.json");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(-1)]
    public void Weights_cut_short(int length)
    {
        var bytes = File.ReadAllBytes(_model.Weights);
        File.WriteAllBytes(_model.Weights, length < 0 ? bytes[..^4] : bytes[..length]);
        AssertRefused("model.safetensors");
    }

    [Fact]
    public void A_parameter_of_whole_numbers()
    {
        Rewrite(tensor => tensor.Name == "model.norm.weight" ? TensorData.FromInt64s(tensor.Name, new long[32], 32) : tensor);
        AssertRefused("model.safetensors", "model.norm.weight");
    }

    [Fact]
    public void A_parameter_of_another_shape()
    {
        Rewrite(tensor => tensor.Name == "model.norm.weight" ? TensorData.FromSingles(tensor.Name, new float[31], 31) : tensor);
        AssertRefused("model.safetensors", "expected model.norm.weight of shape [32], found [31]");
    }

    [Fact]
    public void A_parameter_missing()
    {
        Rewrite(tensor => tensor.Name == "model.norm.weight" ? TensorData.FromSingles("another", new float[32], 32) : tensor);
        AssertRefused(_model.Folder, "expected the parameter model.norm.weight, found none");
    }

    [Theory]
    [InlineData("{", "expected a JSON object with a \"weight_map\"")]
    [InlineData("{\"weight_map\": []}", "expected a JSON object with a \"weight_map\"")]
    [InlineData("{\"weight_map\": {\"a\": 1}}", "expected a JSON object with a \"weight_map\"")]
    [InlineData("{\"weight_map\": {\"a\": \"../model.safetensors\"}}", "found \"../model.safetensors\"")]
    [InlineData("{\"weight_map\": {\"a\": \"/etc/model.safetensors\"}}", "found \"/etc/model.safetensors\"")]
    [InlineData("{\"weight_map\": {\"a\": \"..\"}}", "found \"..\"")]
    [InlineData("{\"weight_map\": {\"a\": \"..\\\\m.safetensors\"}}", "without folders")]
    [InlineData("{\"weight_map\": {\"a\": \"m\\u0000.safetensors\"}}", "without folders")]
    [InlineData("{\"weight_map\": {\"a\": \"absent.safetensors\"}}", "absent.safetensors")]
    [InlineData("{\"weight_map\": {}}", "expected the parameter")]
    public void A_shard_index_that_points_astray(string index, string says)
    {
        File.Delete(_model.Weights);
        File.WriteAllText(Path.Combine(_model.Folder, "model.safetensors.index.json"), index);
        AssertRefused(_model.Folder, says);
    }

    [Fact]
    public void A_refusal_leaves_no_tensor()
    {
        Rewrite(tensor => tensor.Name == "model.norm.weight" ? TensorData.FromSingles(tensor.Name, new float[31], 31) : tensor);
        AssertRefused("model.norm.weight");
        var tensors = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        AssertRefused("model.norm.weight");
        Assert.Equal(tensors, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private void Rewrite(Func<TensorData, TensorData> change)
    {
        TensorData[] tensors;
        using (var file = SafetensorsFile.Open(_model.Weights))
            tensors = [.. file.Tensors.Select(pair => change(TensorData.FromSingles(pair.Key, file.ReadSingles(pair.Key), pair.Value.Shape)))];
        SafetensorsWriter.Write(_model.Weights, tensors);
    }

    private void AssertRefused(params string[] says)
    {
        var folder = Path.IsPathRooted(says[0]) && says[0] != _model.Folder ? says[0] : _model.Folder;
        var error = Assert.Throws<InvalidInputException>(() => CausalLanguageModel.Load(folder, new LoadOptions { Precision = Precision.Float32 }).Dispose());
        Assert.All(says, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
    }
}
