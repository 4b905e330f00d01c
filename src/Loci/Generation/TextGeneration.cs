using Loci.Models;
using Loci.Scoring;

namespace Loci.Generation;

/// <summary>Text in, text out, over any language model. Pure and as thread-safe as the model is.</summary>
public static class TextGeneration
{
    /// <summary>The continuation of a prompt.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context, or an option cannot be.</exception>
    public static string Complete(ILanguageModel model, string prompt, GenerationOptions options, CancellationToken cancellationToken = default) =>
        string.Concat(Stream(model, prompt, options, cancellationToken).Select(piece => piece.Text));

    /// <summary>The continuation of a prompt in tokens, such as a chat template's, with all that opens it.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context, or an option cannot be.</exception>
    public static string Complete(ILanguageModel model, int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default) =>
        string.Concat(Stream(model, prompt, options, cancellationToken).Select(piece => piece.Text));

    /// <summary>The continuation of a prompt, piece by piece as it comes. Joined, the texts are the continuation; the last piece says why it ended.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context, or an option cannot be.</exception>
    public static IEnumerable<TextPiece> Stream(ILanguageModel model, string prompt, GenerationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        return Stream(model, TextScorer.WithPrefix(model, model.Tokenizer.Encode(prompt)), options, cancellationToken);
    }

    /// <summary>The continuation of a prompt in tokens, piece by piece as it comes.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context, or an option cannot be.</exception>
    public static IEnumerable<TextPiece> Stream(ILanguageModel model, int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (prompt.Length == 0) throw new InvalidInputException("expected a prompt with at least one token, found an empty one.");
        if (prompt.Length > model.ContextLength)
            throw new InvalidInputException($"expected a prompt of at most {model.ContextLength} tokens, the model's context, found {prompt.Length}. Shorten it, or use a model with a longer context.");
        return Pieces(model, prompt, options, cancellationToken);
    }

    /// <summary>The same on a thread of its own, where native state of the model may live. Leaving the loop ends it, and it has ended when the loop is left.</summary>
    /// <exception cref="InvalidInputException">The prompt is empty or longer than the context, or an option cannot be.</exception>
    public static IAsyncEnumerable<TextPiece> StreamAsync(ILanguageModel model, int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        return DedicatedThread.Stream(stop => Stream(model, prompt, options, stop), cancellationToken);
    }

    private static IEnumerable<TextPiece> Pieces(ILanguageModel model, int[] prompt, GenerationOptions options, CancellationToken cancellationToken)
    {
        var decoder = new IncrementalDecoder(model.Tokenizer);
        var stops = new StopFinder(options.StopStrings);
        var count = 0;
        foreach (var token in model.Generate(prompt, options, cancellationToken))
        {
            count++;
            var text = stops.Pass(decoder.Add(token.Id));
            yield return new TextPiece(text, token, stops.Found ? FinishReason.Stop : null);
            if (stops.Found) yield break;
        }
        var rest = stops.Pass(decoder.Finish()) + stops.Finish();
        yield return new TextPiece(rest, null, count < options.MaxTokens || stops.Found ? FinishReason.Stop : FinishReason.Length);
    }
}
