using Loci.Server.Engines;
using Loci.Server.Errors;
using Loci.Server.Scheduling;
using Loci.Text;
using Loci.Text.Chat;

namespace Loci.Server.Serving;

/// <summary>The model as clients know it: its names, its tokens, how it is given conversations. Immutable and safe to share.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="template">Its chat template, or null.</param>
/// <param name="engines">What computes.</param>
/// <param name="options">Aliases.</param>
/// <param name="time">The clock.</param>
internal sealed class ServedModel(ITokenizer tokenizer, ChatTemplate? template, EngineSet engines, LociOptions options, TimeProvider time)
{
    /// <summary>What a name ends with that learns before it answers.</summary>
    public const string TunedSuffix = ":tuned";

    /// <summary>The tokenizer.</summary>
    public ITokenizer Tokenizer => tokenizer;

    /// <summary>The chat template, or null.</summary>
    public ChatTemplate? Template => template;

    /// <summary>When the server began.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>What the engines are.</summary>
    /// <exception cref="ApiException">None has started yet.</exception>
    public EngineIdentity Identity => engines.Identity;

    /// <summary>Every name, the tuned ones where anything can be learnt.</summary>
    public IEnumerable<(string Name, bool Tuned)> Names =>
        ((IEnumerable<string>)[Identity.Model, .. options.Aliases]).Distinct(StringComparer.Ordinal).SelectMany(name => Identity.Tunes
            ? new[] { (name, false), (name + TunedSuffix, true) }
            : [(name, false)]);

    /// <summary>Finds out what a name means: whether it asks for tuning.</summary>
    /// <exception cref="ApiException">There is no such model, or none is named.</exception>
    public bool IsTuned(string? name)
    {
        if (string.IsNullOrEmpty(name)) throw ApiException.Invalid("Expected the name of a model in 'model', found none. GET /v1/models lists those that there are.", "model");
        foreach (var (known, tuned) in Names)
        {
            if (known == name) return tuned;
        }
        throw ApiException.NoModel(name);
    }

    /// <summary>The first characters of a hash of weights, as <c>system_fingerprint</c> has them.</summary>
    public static string Fingerprint(string weightsHash) => $"fp_{weightsHash[..Math.Min(16, weightsHash.Length)]}";
}
