using Loci.Scoring;
using Loci.Models;

namespace Loci.Learning;

/// <summary>Text in, text out.</summary>
public static class TextGeneration
{
    /// <summary>The continuation of a prompt.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context.</exception>
    public static string Complete(ILanguageModel model, string prompt, GenerationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var tokens = TextScorer.WithPrefix(model, model.Tokenizer.Encode(prompt));
        if (tokens.Length == 0) throw new InvalidInputException("expected a prompt with at least one token, found an empty one.");
        if (tokens.Length > model.ContextLength)
            throw new InvalidInputException($"expected a prompt of at most {model.ContextLength} tokens, the model's context, found {tokens.Length}. Shorten it, or use a model with a longer context.");
        return model.Tokenizer.Decode([.. model.Generate(tokens, options, cancellationToken)]);
    }
}
