namespace Loci.Torch.Adapters;

/// <summary>File and tensor names of Hugging Face's PEFT.</summary>
internal static class PeftNames
{
    public const string Configuration = "adapter_config.json";
    public const string Weights = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.";
    private const string EndOfA = ".lora_A.weight";
    private const string EndOfB = ".lora_B.weight";
    private const string EndOfWhole = ".weight";

    public static string A(string module) => Prefix + module + EndOfA;

    public static string B(string module) => Prefix + module + EndOfB;

    /// <summary>The weight of a module that was trained whole.</summary>
    public static string Whole(string module) => Prefix + module + EndOfWhole;

    /// <summary>The module whose A this is, or null.</summary>
    public static string? ModuleOfA(string tensor) => Module(tensor, EndOfA);

    /// <summary>The module whose B this is, or null.</summary>
    public static string? ModuleOfB(string tensor) => Module(tensor, EndOfB);

    /// <summary>The module whose weight this is, or null.</summary>
    public static string? ModuleOfWhole(string tensor) => (ModuleOfA(tensor) ?? ModuleOfB(tensor)) is null ? Module(tensor, EndOfWhole) : null;

    /// <summary>Whether PEFT takes <paramref name="entry"/> of a list of modules to mean <paramref name="module"/>.</summary>
    public static bool Means(string entry, string module) => module == entry || module.EndsWith("." + entry, StringComparison.Ordinal);

    private static string? Module(string tensor, string end) =>
        tensor.StartsWith(Prefix, StringComparison.Ordinal) && tensor.EndsWith(end, StringComparison.Ordinal) && tensor.Length > Prefix.Length + end.Length
            ? tensor[Prefix.Length..^end.Length]
            : null;
}
