using System.Text.Json;

namespace Loci.Torch.Checkpoints;

/// <summary>Typed access to a <c>config.json</c>, with errors that name the file, the key and what was found.</summary>
internal sealed class ConfigurationReader
{
    /// <summary>The largest size that is plausible: 64 times the vocabulary of today's largest models, and products of two stay within 64 bits.</summary>
    public const int Largest = 1 << 24;

    private const int MostLayers = 1024; // eight times those of the deepest models that are published

    private readonly string _file;
    private readonly JsonElement _root;

    private ConfigurationReader(string file, JsonElement root)
    {
        _file = file;
        _root = root;
    }

    /// <summary>Reads a configuration file.</summary>
    public static ConfigurationReader Open(string file)
    {
        if (!File.Exists(file)) throw new InvalidInputException($"{file}: expected a model's config.json, found no file. Give a folder in Hugging Face layout.");
        try
        {
            var json = File.ReadAllBytes(file);
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidInputException($"{file}: expected a JSON object, found {document.RootElement.ValueKind}.");
            if (FirstNotUnicode(json) is { } place)
                throw new InvalidInputException($"{file}: expected text in Unicode, found at byte {place} text that is not. The file is damaged; fetch it again.");
            return new ConfigurationReader(file, document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{file}: expected JSON, found a mistake at line {e.LineNumber + 1}. The file may be cut short; fetch it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{file}: expected a file to read, found that it cannot be: {e.Message}", e);
        }
    }

    /// <summary>A configuration that is in no file.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="json">A JSON object.</param>
    public static ConfigurationReader Of(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        return new ConfigurationReader(name, document.RootElement.Clone());
    }

    /// <summary>A sub-object, or null where the key is absent or null.</summary>
    public ConfigurationReader? Section(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } section => new ConfigurationReader(_file, section),
        { } other => throw Wrong(key, "an object", other),
    };

    public int Size(string key, int? fallback = null)
    {
        var value = Find(key) is { } element ? AsInt(key, element) : fallback ?? throw Missing(key);
        if (value is < 1 or > Largest) throw new InvalidInputException($"{_file}: expected \"{key}\" between 1 and {Largest}, found {value}.");
        return value;
    }

    /// <summary>Number of blocks: bounded before anything is made for each.</summary>
    public int Layers(string key) => Size(key) is <= MostLayers and var layers ? layers : throw Error($"expected at most {MostLayers} layers, found {Size(key)}.");

    public double Number(string key, double? fallback = null) => Find(key) switch
    {
        null => fallback ?? throw Missing(key),
        { ValueKind: JsonValueKind.Number } element when element.TryGetDouble(out var value) && double.IsFinite(value) => value,
        { } other => throw Wrong(key, "a number", other),
    };

    public double Positive(string key, double? fallback = null) => Number(key, fallback) is > 0 and var value
        ? value
        : throw Wrong(key, "a number above 0", Find(key)!.Value);

    /// <summary>A number above 0, null where the key is there with the value null, and <paramref name="absent"/> where it is not there.</summary>
    public double? PositiveOrNull(string key, double? absent) => IsNull(key) ? null : Find(key) is null ? absent : Positive(key);

    /// <summary>A size, null where the key is there with the value null, and <paramref name="absent"/> where it is not there.</summary>
    public int? SizeOrNull(string key, int? absent) => IsNull(key) ? null : Find(key) is null ? absent : Size(key);

    public bool Flag(string key, bool fallback) => Find(key) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(key, "true or false", other),
    };

    public string Text(string key, string? fallback = null) => Find(key) switch
    {
        null => fallback ?? throw Missing(key),
        { ValueKind: JsonValueKind.String } element => element.GetString()!,
        { } other => throw Wrong(key, "a string", other),
    };

    /// <summary>Token ids given as one number or a list; empty where absent.</summary>
    public int[] Ids(string key) => Find(key) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => AsInt(key, item))],
        { } element => [AsInt(key, element)],
    };

    /// <summary>Numbers above 0, one for each of <paramref name="count"/>.</summary>
    public double[] Positives(string key, int count) => Find(key) switch
    {
        null => throw Missing(key),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == count && list.EnumerateArray().All(IsPositive) => [.. list.EnumerateArray().Select(item => item.GetDouble())],
        { } other => throw Wrong(key, $"a list of {count} numbers above 0", other),
    };

    /// <summary>A list of strings, one for each of <paramref name="count"/>; null where absent.</summary>
    public string[]? Texts(string key, int count) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == count && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. list.EnumerateArray().Select(item => item.GetString()!)],
        { } other => throw Wrong(key, $"a list of {count} strings", other),
    };

    /// <summary>A value of any kind; null where absent.</summary>
    public JsonElement? Raw(string key) => Find(key);

    /// <summary>Every key.</summary>
    public IEnumerable<string> Names => _root.EnumerateObject().Select(property => property.Name);

    /// <summary>Whether the key is there with a value other than null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>An error about this file.</summary>
    public InvalidInputException Error(string message) => new($"{_file}: {message}");

    /// <summary>Where the first text begins that is not UTF-8 or escapes half a surrogate pair, which JSON allows and strings cannot hold; null where all is well.</summary>
    private static long? FirstNotUnicode(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
            }
            return null;
        }
        catch (InvalidOperationException)
        {
            return reader.TokenStartIndex;
        }
    }

    private bool IsNull(string key) => _root.TryGetProperty(key, out var element) && element.ValueKind == JsonValueKind.Null;

    private static bool IsPositive(JsonElement item) => item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var value) && value > 0 && double.IsFinite(value);

    private JsonElement? Find(string key) =>
        _root.TryGetProperty(key, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;

    private int AsInt(string key, JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) ? value : throw Wrong(key, "a whole number", element);

    private InvalidInputException Missing(string key) => new($"{_file}: expected the key \"{key}\", found none.");

    private InvalidInputException Wrong(string key, string expected, JsonElement found)
    {
        var text = found.GetRawText();
        return new InvalidInputException($"{_file}: expected \"{key}\" to be {expected}, found {(text.Length > 60 ? text[..60] + "…" : text)}.");
    }
}
