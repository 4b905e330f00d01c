using System.Text.Json;

namespace Loci.Text.Reading;

/// <summary>Reads a tokenizer's JSON files; whatever is wrong with one is an <see cref="InvalidInputException"/> that names the file.</summary>
internal static class TokenizerFile
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 64 };

    /// <summary>What a reader makes of the root of a JSON file.</summary>
    public static T Read<T>(string path, Func<JsonElement, T> read) => Guard(path, () =>
    {
        using FileStream stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream, _options);
        return read(document.RootElement);
    });

    /// <summary>Does a piece of reading, and names the file where it fails.</summary>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException($"The tokenizer file {path} cannot be used: {error.Message}", error);
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"The tokenizer file {path} is not JSON, or is cut off: {error.Message} Fetch it again.", error);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidInputException($"The tokenizer file {path} holds text that is not Unicode: {error.Message} Fetch it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The tokenizer file {path} cannot be read: {error.Message}", error);
        }
    }
}
