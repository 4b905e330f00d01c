using Loci.Fuzzing.Mutation;
using Loci.Text;
using Loci.Torch;
using Loci.Torch.Adapters;
using Loci.Torch.Checkpoints;
using Loci.Torch.Training;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Fuzzing.Targets;

/// <summary>Makes folders with tiny models and adapters.</summary>
internal static class ModelFiles
{
    /// <summary>A Llama of two layers.</summary>
    public const string Llama = """
        {"model_type":"llama","hidden_size":16,"intermediate_size":24,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"head_dim":4,"max_position_embeddings":24,"vocab_size":260,"hidden_act":"silu","rms_norm_eps":1e-6,"rope_theta":10000.0,"rope_scaling":{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":12},"attention_bias":false,"mlp_bias":false,"tie_word_embeddings":true,"bos_token_id":0,"eos_token_id":[0],"initializer_range":0.2}
        """;

    /// <summary>A Phi-3 with LongRoPE and a sliding window.</summary>
    public const string Phi3 = """
        {"model_type":"phi3","hidden_size":16,"intermediate_size":24,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":24,"original_max_position_embeddings":12,"sliding_window":8,"vocab_size":260,"rope_scaling":{"type":"longrope","short_factor":[1.0,1.1],"long_factor":[2.0,4.0]},"tie_word_embeddings":false,"bos_token_id":null,"eos_token_id":0}
        """;

    /// <summary>Fills a folder with a model of random weights and a tokenizer of bytes.</summary>
    public static string Make(string folder, string config)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        BytePairTrainer.Train(["Byte by byte."], 257, ["<|endoftext|>"]).Save(folder);
        var blueprint = Families.Read(Path.Combine(folder, "config.json"));
        using var store = FreshWeights.Create(blueprint, ScalarType.Float32, seed: 7);
        CheckpointWriter.Save(folder, blueprint, store, half: false);
        return folder;
    }

    /// <summary>Loads a model in float32.</summary>
    public static CausalLanguageModel Load(string folder) => CausalLanguageModel.Load(folder, new LoadOptions { Precision = Precision.Float32 });

    /// <summary>Saves what two kinds of tuning taught a model; the folders of both adapters.</summary>
    public static string[] Adapters(CausalLanguageModel model, string folder)
    {
        string[] folders = [Path.Combine(folder, "lora"), Path.Combine(folder, "head")];
        Loci.Models.ITuner[] tuners = [new LoraTuner(new LoraOptions { Rank = 2 }), new HeadTuner()];
        for (var i = 0; i < folders.Length; i++)
        {
            using var session = tuners[i].Begin(model, 1);
            session.Step([1, 2, 3, 4]);
            using var adapter = Adapter.Of(session);
            adapter.Save(folders[i]);
        }
        return folders;
    }

    /// <summary>The files of a folder as seeds.</summary>
    public static IEnumerable<SeedFile> Seeds(string folder, params string[] names) => names.Select(name =>
        new SeedFile(name, name.EndsWith(".safetensors", StringComparison.Ordinal) ? FileFormat.Safetensors : FileFormat.Json, File.ReadAllBytes(Path.Combine(folder, name))));
}
