using System.Runtime.InteropServices;
using Loci.Models;

namespace Loci.Torch.Generation;

/// <summary>
/// Makes tokens that a text holds already less likely: repetition (over prompt and continuation; arXiv 1909.05858), presence and frequency (over the continuation). Not thread-safe.
/// </summary>
internal sealed class Penalties
{
    private readonly GenerationOptions _options;
    private readonly HashSet<int> _seen;
    private readonly Dictionary<int, int> _counts = [];

    private Penalties(GenerationOptions options, IEnumerable<int> prompt) => (_options, _seen) = (options, [.. prompt]);

    /// <summary>The penalties that the options ask for, or null where they ask for none.</summary>
    public static Penalties? Of(GenerationOptions options, IEnumerable<int> prompt) =>
        options is { RepetitionPenalty: 1, PresencePenalty: 0, FrequencyPenalty: 0 } ? null : new Penalties(options, prompt);

    /// <summary>Takes note of a token of the continuation.</summary>
    public void Add(int id)
    {
        _seen.Add(id);
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, id, out _)++;
    }

    /// <summary>Changes logits in place.</summary>
    public void Apply(Span<float> logits)
    {
        var repetition = (float)_options.RepetitionPenalty;
        foreach (var id in _seen) logits[id] = logits[id] > 0 ? logits[id] / repetition : logits[id] * repetition;
        foreach (var (id, count) in _counts) logits[id] -= (float)(_options.PresencePenalty + count * _options.FrequencyPenalty);
    }
}
