using System.Text;
using Loci.Fuzzing.Mutation;
using Loci.Models;
using Loci.Torch;
using Loci.Torch.Adapters;
using Loci.Torch.Checkpoints;
using Loci.Torch.Encoding;
using static TorchSharp.torch;

namespace Loci.Fuzzing.Targets;

/// <summary>Files of models: configurations, weights, shard indexes, adapters, encoders.</summary>
internal static class ModelTargets
{
    private const string Configuration = "config.json", Weights = "model.safetensors", Tokenizer = "tokenizer.json", TokenizerConfiguration = "tokenizer_config.json", Index = "model.safetensors.index.json";

    private static readonly int[] Tokens = [1, 20, 3, 4, 100, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    /// <summary>config.json of every family in either spelling: all that is made from it before a weight is read.</summary>
    public static FuzzTarget OfConfigurations(string fixtures) => new("config", [.. ConfigurationSeeds(fixtures)], folder =>
    {
        var file = Path.Combine(folder, Configuration);
        if (File.ReadAllText(file) is var text && (text.Contains("\"bert\"", StringComparison.Ordinal) || text.Contains("\"roberta\"", StringComparison.Ordinal)))
        {
            var encoder = EncoderFamilies.Read(file);
            Check([.. encoder.Parameters(), .. encoder.Pooler.Parameters()]);
            return;
        }
        var decoder = Families.Read(file);
        Check([.. decoder.Parameters()]);
        if (decoder.Configuration.Rotary is { } rotary && rotary.Width < 4096)
        {
            _ = rotary.Frequencies(beyond: false);
            _ = rotary.Frequencies(beyond: true);
        }
    })
    { Share = 6 };

    /// <summary>A whole model: loaded, scored with and continued.</summary>
    public static FuzzTarget OfModels(string kind, string config, string work) => new(kind, [.. ModelFiles.Seeds(ModelFiles.Make(Path.Combine(work, kind), config), Configuration, Weights, Tokenizer, TokenizerConfiguration)], folder =>
    {
        using var model = ModelFiles.Load(folder);
        Use(model);
    })
    { Share = 2, Factor = 256, Room = 64 << 20 };

    /// <summary>The index of a model in shards.</summary>
    public static FuzzTarget OfIndexes(string fixtures)
    {
        var folder = Path.Combine(fixtures, "models", "llama_sharded");
        SeedFile[] shards = [.. ModelFiles.Seeds(folder, [Configuration, .. Directory.GetFiles(folder, "model-*.safetensors").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]).Select(seed => seed with { Damaged = false })];
        return new FuzzTarget("index", [.. ModelFiles.Seeds(folder, Index), .. shards], path =>
        {
            using var store = CheckpointReader.Load(path, Families.Read(Path.Combine(path, Configuration)), ScalarType.Float32, CPU);
        });
    }

    /// <summary>Adapters in PEFT's layout: read, and put beside the model they belong to.</summary>
    public static FuzzTarget OfAdapters(CausalLanguageModel model, string work)
    {
        var peft = """{"alpha_pattern":{"model.layers.0.mlp.*":16},"rank_pattern":{"layers\\.[01]\\.self_attn\\.q_proj":2},"bias":"none","lora_alpha":8,"modules_to_save":null,"peft_type":"LORA","r":2,"target_modules":["q_proj"],"task_type":"CAUSAL_LM","use_rslora":true,"init_lora_weights":true,"use_dora":false}""";
        var seeds = ModelFiles.Adapters(model, work).SelectMany(folder => ModelFiles.Seeds(folder, "adapter_config.json", "adapter_model.safetensors")).Append(new SeedFile("adapter_config.json", FileFormat.Json, Encoding.UTF8.GetBytes(peft)));
        return new FuzzTarget("adapter", [.. seeds], folder =>
        {
            using var adapter = Adapter.Load(folder);
            _ = adapter.Hash();
            using var adapted = model.WithAdapter(adapter);
            _ = adapted.Losses(Tokens);
        })
        { Share = 2 };
    }

    /// <summary>An encoder with the files that sentence-transformers puts beside it.</summary>
    public static FuzzTarget OfEncoders(string fixtures)
    {
        SeedFile[] beside =
        [
            new(Tokenizer, FileFormat.Json, Encoding.UTF8.GetBytes(TokenizerTargets.Small[1])),
            new("modules.json", FileFormat.Json, """[{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},{"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"}]"""u8.ToArray()),
            new("1_Pooling/config.json", FileFormat.Json, """{"word_embedding_dimension":48,"pooling_mode_cls_token":false,"pooling_mode_mean_tokens":true,"pooling_mode_max_tokens":false}"""u8.ToArray()),
            new("sentence_bert_config.json", FileFormat.Json, """{"max_seq_length":32,"do_lower_case":false}"""u8.ToArray()),
        ];
        return new FuzzTarget("encoder", [.. ModelFiles.Seeds(Path.Combine(fixtures, "models", "bert"), Configuration, Weights), .. beside], folder =>
        {
            using var encoder = EncoderEmbedder.Load(folder);
            _ = encoder.Embed(["", "a", "aa bb. aaa", new string('a', 200), string.Concat(Enumerable.Repeat("a b ", 100))]);
        })
        { Factor = 256, Room = 64 << 20 };
    }

    private static void Use(CausalLanguageModel model)
    {
        _ = model.Losses(Tokens.AsSpan(0, Math.Min(Tokens.Length, model.ContextLength + 1)));
        _ = model.Tokenizer.Decode(model.Tokenizer.Encode("Byte by byte.", addSpecialTokens: true));
        _ = model.Generate(Tokens[..Math.Min(4, model.ContextLength)], new GenerationOptions { MaxTokens = 2, IgnoreEndOfText = true }).Count();
    }

    /// <summary>Shapes must be ones that a file can have: an overflow would have made them negative.</summary>
    private static void Check((string Name, long[] Shape)[] parameters)
    {
        if (Array.Find(parameters, parameter => parameter.Shape.Any(size => size < 1)) is { Name: { } name })
            throw new InvalidOperationException($"The shape of {name} overflowed.");
    }

    private static IEnumerable<SeedFile> ConfigurationSeeds(string fixtures) =>
        Directory.GetDirectories(Path.Combine(fixtures, "models")).Order(StringComparer.Ordinal)
            .SelectMany(folder => new[] { Configuration, "config.transformers5.json" }.Select(name => Path.Combine(folder, name)))
            .Where(File.Exists)
            .Select(file => new SeedFile(Configuration, FileFormat.Json, File.ReadAllBytes(file)));
}
