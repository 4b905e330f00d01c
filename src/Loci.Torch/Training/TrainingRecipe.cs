using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Loci.Torch.Training;

/// <summary>All that makes a new model besides its text: architecture, vocabulary size and training options, as read from a recipe file.</summary>
public sealed record TrainingRecipe
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
    };

    /// <summary>The model's <c>config.json</c> in Hugging Face's words; <c>vocab_size</c> and token ids are filled in from the tokenizer.</summary>
    public required JsonObject Model { get; init; }

    /// <summary>Tokens of the byte-level BPE that is trained on the text.</summary>
    public int Vocabulary { get; init; } = 4096;

    /// <summary>How it is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Reads a recipe; an unknown key is an error, so that a misspelt setting is not silently the default.</summary>
    public static TrainingRecipe Read(string file)
    {
        if (!File.Exists(file)) throw new InvalidInputException($"{file}: expected a training recipe (JSON with \"model\", \"vocabulary\" and \"training\"), found no file.");
        try
        {
            return JsonSerializer.Deserialize<TrainingRecipe>(File.ReadAllText(file), Json)
                ?? throw new InvalidInputException($"{file}: expected a training recipe, found null.");
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{file}: expected a training recipe, found: {e.Message}", e);
        }
    }

    /// <summary>The recipe as JSON.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Json);
}
