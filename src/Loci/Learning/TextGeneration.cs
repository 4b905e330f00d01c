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
        return Complete(model, TextScorer.WithPrefix(model, model.Tokenizer.Encode(prompt)), options, cancellationToken);
    }

    /// <summary>The continuation of a prompt in tokens, such as a chat template's, with all that opens it.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context.</exception>
    public static string Complete(ILanguageModel model, int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        if (prompt.Length == 0) throw new InvalidInputException("expected a prompt with at least one token, found an empty one.");
        if (prompt.Length > model.ContextLength)
            throw new InvalidInputException($"expected a prompt of at most {model.ContextLength} tokens, the model's context, found {prompt.Length}. Shorten it, or use a model with a longer context.");
        return model.Tokenizer.Decode([.. model.Generate(prompt, options, cancellationToken)]);
    }
}
