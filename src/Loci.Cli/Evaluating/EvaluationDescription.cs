using System.Globalization;
using Loci.Evaluation;
using Loci.Memories;
using Loci.Models;
using Loci.Torch;

namespace Loci.Cli.Evaluating;

/// <summary>Says what is evaluated, so that records of something else are not taken for it.</summary>
internal sealed class EvaluationDescription
{
    /// <param name="model">What learns.</param>
    /// <param name="memory">What from.</param>
    /// <param name="tuner">How.</param>
    /// <param name="tuningSettings">What else was said of the tuning.</param>
    /// <param name="options">What is measured.</param>
    /// <param name="like">Whose protocol is followed.</param>
    public EvaluationDescription(CausalLanguageModel model, IMemory memory, ITuner tuner, string tuningSettings, EvaluationOptions options, string like)
    {
        var retrieval = options.Retrieval;
        var chunks = memory.Describe().Chunks;
        (Model, Tuning, Like) = (model.Name, tuner.Name, like);
        Memory = string.Create(CultureInfo.InvariantCulture, $"{chunks:#,0} chunks, found by {memory.Embedder.Identity}");
        string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "standard";
        Identity = string.Join("; ",
            $"model {model.WeightsHash()[..16]}", $"memory {memory.Embedder.Identity} with {chunks.ToString(CultureInfo.InvariantCulture)} chunks", $"tuning {tuner.Name}{tuningSettings}, like {like}",
            $"protocol {options.Protocol.ToString().ToLowerInvariant()}", $"methods {string.Join(',', options.Methods)}",
            string.Create(CultureInfo.InvariantCulture, $"count {retrieval.Count}, candidates {retrieval.Candidates}, noise {Text(retrieval.Noise)}, stopping {Text(retrieval.Stopping)}, distinct {retrieval.Distinct}, prompt steps {options.PromptSteps}"),
            string.Create(CultureInfo.InvariantCulture, $"tokens {options.MaxTokens}, long chunks {options.LongChunks}, whole bytes {options.BytesOfWholeText}, shown {options.Shown}, seed {options.Seed}"));
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The memory's size and what it is searched by.</summary>
    public string Memory { get; }

    /// <summary>What learns.</summary>
    public string Tuning { get; }

    /// <summary>Whose protocol is followed.</summary>
    public string Like { get; }

    /// <summary>All that decides a document's result, in one line.</summary>
    public string Identity { get; }
}
