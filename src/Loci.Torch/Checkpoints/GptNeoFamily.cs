using Loci.Torch.Decoding;

namespace Loci.Torch.Checkpoints;

/// <summary>GPT-Neo: layer norms, learned positions, attention scores that are not scaled, and every other layer local.</summary>
internal static class GptNeoFamily
{
    private const int DefaultWindow = 256;

    public static DecoderBlueprint Read(ConfigurationReader config)
    {
        int hidden = config.Size("hidden_size"), heads = config.Size("num_heads");
        if (hidden % heads != 0) throw config.Error($"expected \"hidden_size\" to be a multiple of the {heads} heads, found {hidden}.");
        var c = new DecoderConfiguration
        {
            Family = "gpt_neo",
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            Layers = config.Layers("num_layers"),
            Heads = heads,
            KeyValueHeads = heads,
            HeadSize = hidden / heads,
            IntermediateSize = config.Size("intermediate_size", 4 * hidden),
            ContextLength = config.Size("max_position_embeddings", 2048),
            Norm = NormKind.Layer,
            NormEpsilon = config.Positive("layer_norm_epsilon", 1e-5),
            Activation = Activations.Parse(config, config.Text("activation_function", "gelu_new")),
            ScoreScale = 1,
            WideScores = true,
            TiedEmbeddings = config.Flag("tie_word_embeddings", true),
            BeginningOfText = config.Ids("bos_token_id") is [var first, ..] ? first : null,
            EndOfText = config.Ids("eos_token_id"),
            InitializerRange = config.Number("initializer_range", 0.02),
        };
        var windows = Windows(config, c.Layers);
        return new DecoderBlueprint(
            c,
            "transformer.wte.weight",
            "transformer.wpe.weight",
            [.. Enumerable.Range(0, c.Layers).Select(layer => Layer(c, layer) with { Window = windows[layer] })],
            "transformer.ln_f",
            new Projection("lm_head", hidden, c.VocabularySize) { Weight = c.TiedEmbeddings ? "transformer.wte.weight" : "lm_head.weight" });
    }

    private static LayerBlueprint Layer(DecoderConfiguration c, int layer)
    {
        var prefix = $"transformer.h.{layer}.";
        var attention = prefix + "attn.attention.";
        return new LayerBlueprint(
            prefix + "ln_1",
            [
                new Projection(attention + "q_proj", c.HiddenSize, c.HiddenSize),
                new Projection(attention + "k_proj", c.HiddenSize, c.HiddenSize),
                new Projection(attention + "v_proj", c.HiddenSize, c.HiddenSize),
            ],
            new Projection(attention + "out_proj", c.HiddenSize, c.HiddenSize, HasBias: true),
            prefix + "ln_2",
            [new Projection(prefix + "mlp.c_fc", c.HiddenSize, c.IntermediateSize, HasBias: true)],
            new Projection(prefix + "mlp.c_proj", c.IntermediateSize, c.HiddenSize, HasBias: true));
    }

    private static int[] Windows(ConfigurationReader config, int layers)
    {
        var window = config.Size("window_size", DefaultWindow);
        var kinds = config.Texts("attention_layers", layers) ?? Expand(config, layers);
        return [.. kinds.Select(kind => kind switch
        {
            "global" => LayerBlueprint.Unlimited,
            "local" => window,
            _ => throw config.Error($"expected attention layers of the types global and local, found \"{kind}\", which is not supported."),
        })];
    }

    /// <summary>The short form: runs of kinds, each with how often it is repeated, such as [[["global", "local"], 12]].</summary>
    private static string[] Expand(ConfigurationReader config, int layers)
    {
        const string Key = "attention_types";
        var kinds = new List<string>();
        try
        {
            foreach (var run in config.Raw(Key)?.EnumerateArray() ?? throw config.Error($"expected the key \"{Key}\" or \"attention_layers\", found neither."))
            {
                string[] once = [.. run[0].EnumerateArray().Select(kind => kind.GetString() ?? "")];
                if (once.Length == 0) throw config.Error($"expected every run of \"{Key}\" to name a type, found one that names none.");
                for (var left = run[1].GetInt32(); left > 0 && kinds.Count <= layers; left--) kinds.AddRange(once);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            throw config.Error($"expected \"{Key}\" to be a list of runs such as [[\"global\", \"local\"], 12], found another form.");
        }
        return kinds.Count == layers ? [.. kinds] : throw config.Error($"expected \"{Key}\" to name the types of {layers} layers, found {kinds.Count} or more.");
    }
}
