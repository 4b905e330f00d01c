using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Loci.Torch.Checkpoints;
using Loci.Torch.Tuning;

namespace Loci.Torch.Adapters;

/// <summary>An <c>adapter_config.json</c>: what PEFT says of a LoRA adapter. Settings that would change what the adapter computes and are not supported are refused.</summary>
internal sealed record PeftConfiguration
{
    private const int DefaultRank = 8; // PEFT's, as is the alpha
    private const double DefaultAlpha = 8;
    private const int MostPatterns = 4096; // every linear map of the deepest models that are published, by name
    private const int LongestPattern = 1024;

    // Read below, or without effect on what a finished adapter computes. Every other setting must be off.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "alpha_pattern", "auto_mapping", "base_model_name_or_path", "bias", "corda_config", "eva_config", "exclude_modules", "fan_in_fan_out", "inference_mode",
        "init_lora_weights", "layers_pattern", "layers_to_transform", "loftq_config", "lora_alpha", "lora_dropout", "lora_ga_config", "megatron_core", "modules_to_save",
        "peft_type", "peft_version", "qalora_group_size", "r", "rank_pattern", "revision", "runtime_config", "target_modules", "task_type", "use_rslora",
    };

    // Other ways of starting (PiSSA, OLoRA, CorDA, LoftQ, LoRA-GA) change the base too, so the adapter alone does not tell what was learnt.
    private static readonly string[] Starts = ["gaussian", "eva", "orthogonal"];

    private readonly IReadOnlyList<(Regex Modules, double Value)> _ranks = [];
    private readonly IReadOnlyList<(Regex Modules, double Value)> _alphas = [];

    /// <summary>r of the modules that no pattern names.</summary>
    public required int Rank { get; init; }

    /// <summary>α of the modules that no pattern names.</summary>
    public required double Alpha { get; init; }

    /// <summary>Whether updates are scaled by α / √r instead of α / r (Kalajdzievski, arXiv 2312.03732).</summary>
    public bool RankStabilised { get; init; }

    /// <summary>Whether the base stores the adapted weights as (inputs, outputs).</summary>
    public bool InputMajor { get; init; }

    /// <summary>Name or hub id of the base.</summary>
    public string? Model { get; init; }

    /// <summary>Modules trained whole.</summary>
    public IReadOnlyList<string> WholeModules { get; init; } = [];

    /// <summary>Reads the file of a folder.</summary>
    public static PeftConfiguration Read(string folder)
    {
        var config = ConfigurationReader.Open(Path.Combine(folder, PeftNames.Configuration));
        if (config.Text("peft_type", "LORA") is not "LORA" and var type) throw config.Error($"expected \"peft_type\": \"LORA\", found \"{type}\", which is not supported.");
        if (config.Text("task_type", "CAUSAL_LM") is not "CAUSAL_LM" and var task)
            throw config.Error($"expected an adapter of a language model (\"task_type\": \"CAUSAL_LM\"), found \"{task}\", which is not supported.");
        if (config.Text("bias", "none") is not "none" and var bias) throw config.Error($"expected \"bias\": \"none\", found \"{bias}\": trained biases are not supported.");
        RefuseStart(config);
        RefuseUnknown(config);
        var alpha = config.Number("lora_alpha", DefaultAlpha);
        return new PeftConfiguration(Patterns(config, "rank_pattern", (section, name) => section.Size(name)), Patterns(config, "alpha_pattern", (section, name) => section.Number(name)))
        {
            Rank = config.Size("r", DefaultRank),
            Alpha = alpha,
            RankStabilised = config.Flag("use_rslora", false),
            InputMajor = config.Flag("fan_in_fan_out", false),
            Model = config.Has("base_model_name_or_path") ? config.Text("base_model_name_or_path") : null,
            WholeModules = config.Raw("modules_to_save") is { ValueKind: JsonValueKind.Array } list ? config.Texts("modules_to_save", list.GetArrayLength())! : [],
        };
    }

    private PeftConfiguration(IReadOnlyList<(Regex, double)> ranks, IReadOnlyList<(Regex, double)> alphas) => (_ranks, _alphas) = (ranks, alphas);

    /// <summary>r of a module.</summary>
    public int RankOf(string module) => (int)Find(_ranks, module, Rank);

    /// <summary>What the update of a module is multiplied by.</summary>
    public double ScaleOf(string module) => Find(_alphas, module, Alpha) / (RankStabilised ? Math.Sqrt(RankOf(module)) : RankOf(module));

    /// <summary>Writes the file of an adapter.</summary>
    public static void Write(string folder, AdapterTensors tensors, AdapterOrigin origin)
    {
        var pairs = tensors.Lora.Pairs;
        var (rank, alpha) = pairs.Count == 0 ? (DefaultRank, DefaultAlpha) : Settings(pairs.Values.First());
        var json = new JsonObject
        {
            ["alpha_pattern"] = Differing(pairs, pair => Settings(pair).Alpha, alpha),
            ["auto_mapping"] = null,
            ["base_model_name_or_path"] = origin.Model,
            ["bias"] = "none",
            ["fan_in_fan_out"] = origin.InputMajor,
            ["inference_mode"] = true,
            ["init_lora_weights"] = true,
            ["layers_pattern"] = null,
            ["layers_to_transform"] = null,
            ["lora_alpha"] = alpha,
            ["lora_dropout"] = 0.0,
            ["modules_to_save"] = tensors.Head is { } head ? new JsonArray(head.Module) : null,
            ["peft_type"] = "LORA",
            ["r"] = rank,
            ["rank_pattern"] = Differing(pairs, pair => Settings(pair).Rank, rank),
            ["revision"] = null,
            ["target_modules"] = pairs.Count == 0 ? "dummy-target-modules" : new JsonArray([.. origin.Targets.Select(target => (JsonNode)target)]), // PEFT's word for none
            ["task_type"] = "CAUSAL_LM",
            ["use_rslora"] = false,
        };
        File.WriteAllText(Path.Combine(folder, PeftNames.Configuration), json.ToJsonString(ModelFolder.Indented) + "\n");
    }

    /// <summary>r, and the α that gives the pair's scale; the last digit, which multiplying back may have changed, is rounded away.</summary>
    private static (int Rank, double Alpha) Settings(LoraPair pair) =>
        ((int)pair.Rank, double.Parse((pair.Scale * pair.Rank).ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static JsonObject Differing<T>(IReadOnlyDictionary<string, LoraPair> pairs, Func<LoraPair, T> setting, T usual)
        where T : notnull => new(pairs
            .Where(pair => !setting(pair.Value).Equals(usual))
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(setting(pair.Value)))));

    private static double Find(IReadOnlyList<(Regex Modules, double Value)> patterns, string module, double otherwise)
    {
        foreach (var (modules, value) in patterns)
        {
            if (modules.IsMatch(module)) return value;
        }
        return otherwise;
    }

    /// <summary>Values by patterns of module names; as in PEFT the first that matches the end of a name decides.</summary>
    private static List<(Regex Modules, double Value)> Patterns(ConfigurationReader config, string key, Func<ConfigurationReader, string, double> read)
    {
        if (config.Section(key) is not { } section) return [];
        try
        {
            if (section.Names.Count() is > MostPatterns and var count) throw config.Error($"expected at most {MostPatterns} names in \"{key}\", found {count}.");
            return [.. section.Names.Select(name => (Pattern(name), read(section, name)))];
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw config.Error($"expected the names in \"{key}\" to be regular expressions without look-around and back-references, found: {e.Message}");
        }
    }

    /// <summary>An automaton: its time grows with the name alone, whoever wrote the expression.</summary>
    private static Regex Pattern(string name) => name.Length <= LongestPattern
        ? new Regex($@"^(.*\.)?({name})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout)
        : throw new ArgumentException($"one of {name.Length} characters, where at most {LongestPattern} are plausible", nameof(name));

    private static void RefuseStart(ConfigurationReader config)
    {
        if (config.Raw("init_lora_weights") is { ValueKind: JsonValueKind.String } start && !Starts.Contains(start.GetString(), StringComparer.Ordinal))
            throw config.Error($"expected an adapter beside the base as it is published, found \"init_lora_weights\": \"{start.GetString()}\", which changed the base as well. Convert it to a plain LoRA with PEFT (path_initial_model_for_weight_conversion) first.");
    }

    private static void RefuseUnknown(ConfigurationReader config)
    {
        foreach (var name in config.Names.Where(name => !Known.Contains(name) && !IsOff(config.Raw(name))))
        {
            var value = config.Raw(name)!.Value.GetRawText();
            throw config.Error($"expected \"{name}\" to be off, found {(value.Length > 60 ? value[..60] + "…" : value)}: only plain LoRA is supported.");
        }
    }

    private static bool IsOff(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.False } => true,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() == 0,
        { ValueKind: JsonValueKind.Object } section => !section.EnumerateObject().Any(),
        _ => false,
    };
}
