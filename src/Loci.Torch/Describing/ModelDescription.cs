using Loci.Hub;
using Loci.Torch.Adapters;
using Loci.Torch.Checkpoints;

namespace Loci.Torch.Describing;

/// <summary>What a folder in Hugging Face layout holds, told from its descriptions and the headers of its weights: no weight is read. Immutable.</summary>
public sealed record ModelDescription
{
    private const string StaticFamily = "model2vec";

    /// <summary>The hub's name of the model, or the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The checkpoint's own name of its family, such as <c>llama</c>; <c>lora</c> for an adapter.</summary>
    public required string Family { get; init; }

    /// <summary>Number of parameters, tied ones once.</summary>
    public required long Parameters { get; init; }

    /// <summary>How the weights are stored, such as <c>bfloat16</c>; several where they differ, the commonest first.</summary>
    public required string DType { get; init; }

    /// <summary>The most tokens of a window; null where there is no such limit.</summary>
    public int? ContextLength { get; init; }

    /// <summary>The tokenizer's kind, such as <c>BPE</c>; null where there is none that can be read.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>The tokenizer's tokens, else the model's.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>What the folder says of its licence, or <c>not stated</c>.</summary>
    public required string Licence { get; init; }

    /// <summary>Bytes of the folder's files.</summary>
    public required long Bytes { get; init; }

    /// <summary>What it will take, or null where it cannot be used.</summary>
    public MemoryNeeds? Memory { get; init; }

    /// <summary>Of an adapter: the model it goes beside, where it says so.</summary>
    public string? Base { get; init; }

    /// <summary>Why it cannot be used here, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Describes a folder.</summary>
    /// <param name="folder">A language model, an encoder, static embeddings or an adapter.</param>
    /// <param name="precision">What matrix products would run in.</param>
    /// <exception cref="InvalidInputException">It is no such folder, or the weights are missing, damaged or of another format, such as a pickle.</exception>
    public static ModelDescription Read(string folder, Precision precision = Precision.Auto)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder}: expected a model folder in Hugging Face layout, found no folder.");
        var adapter = !File.Exists(Path.Combine(folder, "config.json")) && File.Exists(Path.Combine(folder, PeftNames.Configuration));
        var weights = WeightHeaders.Read(folder, adapter);
        var plain = new ModelDescription
        {
            Name = HubCache.NameOf(folder)?.Text ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Kind = ModelKind.Unsupported, Family = "unknown", Parameters = weights.Count, DType = weights.Types, Licence = Describing.Licence.Of(folder),
            Bytes = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(Length),
        };
        return adapter ? OfAdapter(plain, folder) : OfModel(plain, folder, weights, precision);
    }

    private static ModelDescription OfAdapter(ModelDescription plain, string folder)
    {
        var model = PeftConfiguration.Read(folder).Model;
        return plain with { Kind = ModelKind.Adapter, Family = "lora", Memory = new MemoryNeeds(sizeof(float) * plain.Parameters), Base = model is null ? null : HubFileName.Visible(model) };
    }

    private static ModelDescription OfModel(ModelDescription plain, string folder, WeightHeaders weights, Precision precision)
    {
        var config = Path.Combine(folder, "config.json");
        var family = ConfigurationReader.Open(config).Text("model_type", plain.Family);
        var tokenizer = TokenizerDescription.Of(folder);
        plain = plain with { Family = HubFileName.Visible(family), Tokenizer = tokenizer.Kind, Vocabulary = tokenizer.Vocabulary, Problem = tokenizer.Problem };
        if (family == StaticFamily || weights.Tensors is [{ Name: "embeddings" }]) return OfStatic(plain, weights);
        try
        {
            return EncoderFamilies.Knows(family) ? OfEncoder(plain, config) : OfDecoder(plain, config, precision);
        }
        catch (InvalidInputException e)
        {
            return plain with { Problem = e.Message };
        }
    }

    private static ModelDescription OfStatic(ModelDescription plain, WeightHeaders weights) => plain with
    {
        Kind = ModelKind.StaticEmbeddings,
        Memory = new MemoryNeeds(weights.Tensors.Sum(tensor => tensor.Count * (tensor.Name == "embeddings" ? sizeof(float) : sizeof(double)))),
    };

    private static ModelDescription OfEncoder(ModelDescription plain, string config)
    {
        var blueprint = EncoderFamilies.Read(config);
        var parameters = Count(blueprint.Parameters());
        return plain with
        {
            Kind = ModelKind.Encoder, Parameters = parameters, ContextLength = blueprint.Configuration.ContextLength,
            Vocabulary = plain.Vocabulary ?? blueprint.Configuration.VocabularySize, Memory = new MemoryNeeds(sizeof(float) * parameters),
        };
    }

    private static ModelDescription OfDecoder(ModelDescription plain, string config, Precision precision)
    {
        var blueprint = Families.Read(config);
        return plain with
        {
            Kind = ModelKind.LanguageModel, Parameters = Count(blueprint.Parameters()), ContextLength = blueprint.Configuration.ContextLength,
            Vocabulary = plain.Vocabulary ?? blueprint.Configuration.VocabularySize, Memory = new MemoryEstimate(blueprint, ComputeType.Of(precision)).Estimate(),
        };
    }

    private static long Count(IEnumerable<(string Name, long[] Shape)> parameters) => parameters.Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>Bytes of what a link leads to.</summary>
    private static long Length(string path)
    {
        using var handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }
}
