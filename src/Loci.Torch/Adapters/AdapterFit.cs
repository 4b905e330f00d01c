using System.Globalization;
using Loci.Torch.Decoding;

namespace Loci.Torch.Adapters;

/// <summary>Whether an adapter belongs to a model.</summary>
internal static class AdapterFit
{
    /// <summary>Refuses an adapter of another family, of other layers or widths, or of other weights.</summary>
    /// <param name="adapter">What is to be applied.</param>
    /// <param name="model">Name of the model, for the message.</param>
    /// <param name="blueprint">The model's modules.</param>
    /// <param name="weights">SHA-256 over the model's weights; asked for where the adapter knows that of its base.</param>
    public static void Check(Adapter adapter, string model, DecoderBlueprint blueprint, Func<string> weights)
    {
        var configuration = blueprint.Configuration;
        if (adapter.Family is { } family && family != configuration.Family) throw Wrong($"an adapter of a {configuration.Family} model", $"one of a {family} model");
        var projections = blueprint.Layers.SelectMany(layer => layer.Projections).Append(blueprint.Head)
            .ToDictionary(projection => projection.Module, StringComparer.Ordinal);
        foreach (var (module, pair) in adapter.Tensors.Lora.Pairs)
        {
            if (!projections.TryGetValue(module, out var projection)) throw Missing(module);
            Width("lora_A", module, pair.A.shape[1], projection.Inputs, "inputs");
            Width("lora_B", module, pair.B.shape[0], projection.Outputs, "outputs");
        }
        if (adapter.Tensors.Head is { } head)
        {
            if (head.Module != blueprint.Head.Module) throw Wrong($"no module trained whole but the output layer {blueprint.Head.Module}", $"{head.Module}, which is not supported");
            Width("the weight", head.Module, head.Inputs, configuration.HiddenSize, "inputs");
            Width("the weight", head.Module, head.Outputs, configuration.VocabularySize, "outputs");
        }
        if (adapter.BaseWeights is { } known && weights() is var own && known != own)
            throw Wrong($"an adapter of exactly these weights (SHA-256 {own[..12]}…)", $"one of {adapter.BaseModel ?? "another model"} ({known[..Math.Min(12, known.Length)]}…): same shapes, other weights");

        InvalidInputException Missing(string module) => Layer(module) is { } layer && layer >= configuration.Layers
            ? Wrong($"an adapter of a model with {configuration.Layers} layers", $"one with an update of {module}")
            : Wrong($"updates of the linear maps of a {configuration.Family} model", $"one of {module}, which it has not");

        void Width(string tensor, string module, long found, long expected, string side)
        {
            if (found != expected) throw Wrong($"{tensor} of {module} for {expected} {side} (hidden size {configuration.HiddenSize})", $"{found}");
        }

        InvalidInputException Wrong(string expected, string found) =>
            new($"adapter {adapter.Name} beside {model}: expected {expected}, found {found}. Use the adapter with the model it was trained beside{(adapter.BaseModel is { } name ? $" ({name})" : "")}.");
    }

    /// <summary>The number in a module's name, which is that of its layer.</summary>
    private static int? Layer(string module)
    {
        foreach (var part in module.Split('.'))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var layer)) return layer;
        }
        return null;
    }
}
