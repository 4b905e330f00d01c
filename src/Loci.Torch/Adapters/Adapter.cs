using Loci.Models;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Adapters;

/// <summary>
/// What tuning taught, apart from the model that learnt it: low-rank updates of its linear maps (LoRA, Hu et al., arXiv 2106.09685), or an output layer of its own.
/// It is saved and read in the layout of Hugging Face's PEFT and applied by <see cref="CausalLanguageModel.WithAdapter"/>. Never changes; safe to
/// share between threads and models until it is disposed.
/// </summary>
public sealed class Adapter : IDisposable
{
    private readonly AdapterOrigin _origin;

    internal Adapter(string name, AdapterTensors tensors, AdapterOrigin origin)
    {
        Name = name;
        Tensors = tensors;
        _origin = origin;
    }

    /// <summary>A short name for people: that of its folder, or of the tuning.</summary>
    public string Name { get; }

    /// <summary>Name or hub id of the model it was trained beside, where that is known.</summary>
    public string? BaseModel => _origin.Model;

    /// <summary>Family of that model, such as <c>llama</c>; adapters made by PEFT do not say.</summary>
    public string? Family => _origin.Family;

    /// <summary>SHA-256 over that model's weights; adapters made by PEFT do not say.</summary>
    public string? BaseWeights => _origin.Weights;

    /// <summary>Modules it changes, by the names that Hugging Face's transformers gives them.</summary>
    public IReadOnlyList<string> Modules => [.. Tensors.Modules];

    /// <summary>The largest rank of an update; 0 where there is none.</summary>
    public int Rank => Tensors.Lora.Pairs.Values.Select(pair => (int)pair.Rank).DefaultIfEmpty().Max();

    /// <summary>Number of parameters.</summary>
    public long ParameterCount => Tensors.Parameters().Sum(parameter => parameter.Value.NumberOfElements);

    internal AdapterTensors Tensors { get; }

    /// <summary>What a model has learnt so far, as a copy: later steps do not change it.</summary>
    /// <param name="model">What a <see cref="LoraTuner"/> or <see cref="HeadTuner"/> has begun, such as the model of an adaptation.</param>
    /// <exception cref="ArgumentException">The model is of another kind: a base has learnt nothing, and full tuning leaves no adapter.</exception>
    public static Adapter Of(ILanguageModel model) => model is TuningSession { Learnt: { } learnt } session
        ? new Adapter(learnt.Name, learnt.Tensors.Copy(share: false, ScalarType.Float32), learnt.Origin(session.Base))
        : throw new ArgumentException($"Expected a model that a {nameof(LoraTuner)} or {nameof(HeadTuner)} has begun to tune, found {model?.GetType().Name ?? "null"}, which has no adapter.", nameof(model));

    /// <summary>Reads an adapter that Loci or PEFT has saved.</summary>
    /// <param name="folder">Folder with adapter_config.json and adapter_model.safetensors.</param>
    /// <exception cref="InvalidInputException">The folder is no adapter, a file is damaged, or the adapter is of a kind that is not supported (DoRA, trained biases or embeddings, …).</exception>
    public static Adapter Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(Path.Combine(folder, PeftNames.Configuration)))
            throw new InvalidInputException($"{folder}: expected an adapter in PEFT's layout ({PeftNames.Configuration} and {PeftNames.Weights}), found none.");
        var configuration = PeftConfiguration.Read(folder);
        var (tensors, metadata) = PeftReader.Read(folder, configuration);
        return new Adapter(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), tensors, new AdapterOrigin
        {
            Model = configuration.Model,
            Family = metadata.GetValueOrDefault(PeftReader.Family),
            Weights = metadata.GetValueOrDefault(PeftReader.BaseWeights),
            InputMajor = configuration.InputMajor,
            Targets = [.. tensors.Lora.Pairs.Keys],
        });
    }

    /// <summary>Writes the adapter so that Loci and PEFT can read it. What an earlier one has left in the folder is replaced.</summary>
    /// <param name="folder">Where; made if missing.</param>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        PeftWriter.Write(folder, Tensors, _origin);
    }

    /// <summary>SHA-256 over the updates: two adapters with one hash do the same.</summary>
    public string Hash() => Tensors.Hash();

    /// <summary>Frees the tensors. Models that the adapter was applied to keep theirs.</summary>
    public void Dispose() => Tensors.Dispose();
}
