using System.Text.Json;
using Loci.Text;

namespace Loci.Torch.Describing;

/// <summary>What a folder's tokenizer is.</summary>
/// <param name="Kind">Such as <c>BPE</c>; null where there is none that can be read.</param>
/// <param name="Vocabulary">Its tokens, or null.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
internal sealed record TokenizerDescription(string? Kind, int? Vocabulary, string? Problem)
{
    public static TokenizerDescription Of(string folder)
    {
        try
        {
            var size = TokenizerLoader.Load(folder).VocabularySize;
            return new TokenizerDescription(Model(Path.Combine(folder, "tokenizer.json")), size, null);
        }
        catch (InvalidInputException e)
        {
            return new TokenizerDescription(null, null, e.Message);
        }
    }

    /// <summary>The kind in a file that the loader has read; without one it is the pair of GPT-2's files.</summary>
    private static string Model(string file)
    {
        if (!File.Exists(file)) return "BPE";
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var model = document.RootElement.GetProperty("model");
        return model.TryGetProperty("type", out var type) && type.GetString() is { } name ? name : "BPE";
    }
}
