using System.Text.Json.Nodes;
using Loci.Tensors;
using Loci.Torch.Adapters;

namespace Loci.Torch.Tests.Adapters;

/// <summary>A folder with an adapter as PEFT would have written it, gone when disposed.</summary>
internal sealed class PeftFolder : IDisposable
{
    /// <summary>A configuration as PEFT 0.18 writes it, but for what a test is about.</summary>
    public const string Configuration = """
        {
          "alora_invocation_tokens": null, "alpha_pattern": {}, "arrow_config": null, "auto_mapping": null, "base_model_name_or_path": "someone/model",
          "bias": "none", "corda_config": null, "ensure_weight_tying": false, "eva_config": null, "exclude_modules": null, "fan_in_fan_out": false,
          "inference_mode": true, "init_lora_weights": true, "layer_replication": null, "layers_pattern": null, "layers_to_transform": null,
          "loftq_config": {}, "lora_alpha": 8, "lora_bias": false, "lora_dropout": 0.05, "megatron_config": null, "megatron_core": "megatron.core",
          "modules_to_save": null, "peft_type": "LORA", "peft_version": "0.18.0", "qalora_group_size": 16, "r": 4, "rank_pattern": {}, "revision": null,
          "target_modules": ["q_proj", "down_proj"], "target_parameters": null, "task_type": "CAUSAL_LM", "trainable_token_indices": null,
          "use_dora": false, "use_qalora": false, "use_rslora": false
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-test-adapter-");

    public string Folder => _folder.FullName;

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>The common configuration with some settings changed, each given as JSON.</summary>
    public PeftFolder Configure(params (string Key, string Value)[] changes)
    {
        var json = JsonNode.Parse(Configuration)!.AsObject();
        foreach (var (key, value) in changes) json[key] = JsonNode.Parse(value);
        File.WriteAllText(At("adapter_config.json"), json.ToJsonString());
        return this;
    }

    /// <summary>Writes tensors of these shapes, filled with small numbers that are the same every time.</summary>
    public PeftFolder Fill(params (string Name, long[] Shape)[] tensors)
    {
        var random = new Random(5);
        return Write([.. tensors.Select(t => TensorData.FromSingles(t.Name, [.. Enumerable.Range(0, (int)t.Shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (random.NextSingle() - 0.5f) / 4)], t.Shape))]);
    }

    public PeftFolder Write(params TensorData[] tensors)
    {
        SafetensorsWriter.Write(At("adapter_model.safetensors"), tensors);
        return this;
    }

    /// <summary>Both tensors of a LoRA of a module, in PEFT's names.</summary>
    public static (string Name, long[] Shape)[] Pair(string module, long inputs, long outputs, long rank = 4) =>
        [($"base_model.model.{module}.lora_A.weight", [rank, inputs]), ($"base_model.model.{module}.lora_B.weight", [outputs, rank])];

    public Adapter Load() => Adapter.Load(Folder);

    public void Dispose() => _folder.Delete(recursive: true);
}
