namespace Loci.Hub;

/// <summary>Where the hub is, where its files are kept, and who asks. Immutable. No record: its text would show the token.</summary>
public sealed class HubSettings
{
    private static readonly string[] Yes = ["1", "ON", "YES", "TRUE"];

    /// <summary>The hub or a mirror of it, http or https. Default: https://huggingface.co.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>What is sent as proof of who asks, to <see cref="Endpoint"/> alone and only over https or within this machine; null sends none.</summary>
    public string? Token { get; init; }

    /// <summary>The folder that is shared with huggingface_hub.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Whether nothing may be asked of the network.</summary>
    public bool Offline { get; init; }

    /// <summary>
    /// The settings in the variables that huggingface_hub reads: HF_ENDPOINT; HF_TOKEN, HUGGING_FACE_HUB_TOKEN or the file HF_TOKEN_PATH (HF_HOME/token), unless
    /// HF_HUB_DISABLE_IMPLICIT_TOKEN; HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME/hub, XDG_CACHE_HOME/huggingface/hub or ~/.cache/huggingface/hub; HF_HUB_OFFLINE.
    /// </summary>
    /// <param name="variable">Gives a variable's value, or null; the environment's where it is left out.</param>
    /// <exception cref="InvalidInputException">The endpoint is no web address, or the token could not stand in a request.</exception>
    public static HubSettings FromEnvironment(Func<string, string?>? variable = null)
    {
        string? Value(string name) => (variable ?? Environment.GetEnvironmentVariable)(name) is { Length: > 0 } value ? value : null;
        var home = Value("HF_HOME") is { } given ? Expanded(given) : Path.Combine(Value("XDG_CACHE_HOME") is { } cache ? Expanded(cache) : Expanded("~/.cache"), "huggingface");
        return new HubSettings
        {
            Endpoint = Value("HF_ENDPOINT") is { } endpoint ? Address(endpoint) : new HubSettings { CacheFolder = "" }.Endpoint,
            Token = IsYes(Value("HF_HUB_DISABLE_IMPLICIT_TOKEN")) ? null : Proof(Value("HF_TOKEN") ?? Value("HUGGING_FACE_HUB_TOKEN") ?? Stored(Value("HF_TOKEN_PATH"), home)),
            CacheFolder = Expanded(Value("HF_HUB_CACHE") ?? Value("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub")),
            Offline = IsYes(Value("HF_HUB_OFFLINE") ?? Value("TRANSFORMERS_OFFLINE")),
        };
    }

    private static bool IsYes(string? value) => Yes.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static Uri Address(string text) => Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
        ? address
        : throw new InvalidInputException($"HF_ENDPOINT: expected a web address such as https://huggingface.co, found '{Visible.Text(text)}'.");

    private static string? Stored(string? path, string home)
    {
        var file = path is null ? Path.Combine(home, "token") : Expanded(path);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    private static string? Proof(string? token)
    {
        token = token?.Trim();
        if (string.IsNullOrEmpty(token)) return null;
        return token.All(character => character is > ' ' and < '\x7f') ? token
            : throw new InvalidInputException("HF_TOKEN: expected one word of letters, digits and signs, as the hub gives it, found other characters. Copy the token again.");
    }

    /// <summary>A path with the home folder and variables put in, as Python's os.path does.</summary>
    private static string Expanded(string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : Environment.ExpandEnvironmentVariables(path);
    }
}
