using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Loci.Learning;

namespace Loci.Server.Engines;

/// <summary>
/// Names the tuned weights of a model that is no <see cref="Loci.Models.IWeightsIdentity"/> by all that decides them: the base, how steps are taken, and what they are taken on, in order.
/// </summary>
internal static class TunedWeights
{
    /// <summary>The name, SHA-256 in small hexadecimal letters; the base's own where nothing was learnt.</summary>
    public static string Name(string baseHash, string method, TuningJob tuning, IReadOnlyList<PickedChunk> picks)
    {
        string[] prompts = tuning.PromptSteps == 0 ? [] : [.. tuning.Queries];
        if (picks.Count + prompts.Length == 0) return baseHash;
        var settings = tuning.Tuner;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, string.Create(CultureInfo.InvariantCulture, $"{baseHash}\n{method}\n{settings.LearningRate:R}\n{settings.Seed}\n{tuning.PromptSteps}\n{picks.Count}"));
        foreach (var text in picks.Select(pick => pick.Text).Concat(prompts)) Add(hash, text);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Adds a text with its length, so that no two lists of texts read alike.</summary>
    private static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
        hash.AppendData(bytes);
    }
}
