using Loci.Server.Engines;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Loci.Server.Serving;

namespace Loci.Server.Asking;

/// <summary>Turns a completion request into a job.</summary>
internal sealed class CompletionReader(ServedModel model, LociOptions options)
{
    private readonly TuningReader _tuning = new(options);

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="seed">The seed where none is given.</param>
    /// <exception cref="ApiException">It cannot be answered as it is asked.</exception>
    public Asked Read(CompletionRequest request, string tenant, long seed)
    {
        var tuned = model.IsTuned(request.Model);
        var (identity, limits) = (model.Identity, options.Limits);
        Field.Unsupported("suffix", !string.IsNullOrEmpty(request.Suffix));
        var choices = Field.Whole("n", request.N, 1, 1, limits.Choices);
        Field.Unsupported("best_of", request.BestOf is { } best && best != choices);
        var echo = request.Echo ?? false;
        var alternatives = request.Logprobs is null ? (int?)null : Field.Whole("logprobs", request.Logprobs, 0, 0, limits.Alternatives);
        var drawing = DrawingReader.Read(request, request.MaxTokens ?? 16, echo ? 0 : 1, alternatives ?? 0, seed, limits);
        var given = PromptReader.Read("prompt", request.Prompt, identity.VocabularySize, limits.Prompts);
        var prompts = given.Select(prompt => Prompt(prompt, request.AddSpecialTokens ?? true)).ToArray();
        foreach (var prompt in prompts) CheckLength(prompt.Tokens.Length, identity.ContextLength + (drawing.MaxTokens == 0 ? 1 : 0)); // the last token of a scored text is only predicted
        var stream = request.Stream ?? false;
        var tuning = _tuning.Read(request.Tuning, tuned, identity, tenant, (kind, context) => [.. prompts.Select(prompt => Query(kind, context, prompt, echo))], echo ? "context" : "prompt");
        if (stream && tuning is not null && prompts.Length > 1) throw ApiException.Invalid("Expected one prompt in a tuned stream, found several. Ask for them one by one, or without stream.", "prompt", "unsupported_parameter");
        var job = new CompletionJob
        {
            Prompts = [.. prompts.Select(prompt => prompt.Tokens)], Choices = choices, Drawing = drawing, Tuning = tuning?.Job,
            PromptAlternatives = echo && alternatives is not null ? alternatives : null,
        };
        var form = new AnswerForm(stream, request.StreamOptions?.IncludeUsage ?? false, alternatives, echo ? [.. prompts.Select(prompt => prompt.Given)] : null);
        return new Asked(job, request.Model!, form, tuning?.View, tuning?.Time ?? limits.Time, drawing.Temperature <= 0 || drawing.MaxTokens == 0 || request.Seed is not null);
    }

    /// <summary>Refuses a prompt that does not fit.</summary>
    public static void CheckLength(int tokens, int most)
    {
        if (tokens == 0) throw ApiException.Invalid("Expected a prompt with at least one token, found an empty one.", "prompt", "missing");
        if (tokens > most)
            throw ApiException.Invalid($"Expected a prompt of at most {most} tokens, found {tokens}. Shorten it, or use a model with a longer context.", "prompt", "context_length_exceeded");
    }

    /// <summary>A prompt's tokens, how many of them the client gave, and its text.</summary>
    private (int[] Tokens, int Given, string Text) Prompt((string? Text, int[]? Tokens) prompt, bool open)
    {
        if (prompt.Tokens is { } tokens) return (tokens, tokens.Length, model.Tokenizer.Decode(tokens)); // never with anything before them
        if (prompt.Text!.Length > (long)options.Limits.BodyBytes) throw ApiException.Invalid("The prompt is too long.", "prompt", "context_length_exceeded");
        var own = model.Tokenizer.Encode(prompt.Text);
        int[] whole = open && (model.Tokenizer.BeginningOfText ?? model.Tokenizer.EndOfText) is { } first ? [first, .. own] : own;
        return (whole, own.Length, prompt.Text);
    }

    private string Query(string kind, int? context, (int[] Tokens, int Given, string Text) prompt, bool echo)
    {
        if (kind == "prompt" || !echo) return prompt.Text;
        var own = prompt.Tokens[^prompt.Given..];
        var count = Field.Whole("tuning.context_tokens", context, Math.Max(1, own.Length / 2), 1, Math.Max(1, own.Length));
        return model.Tokenizer.Decode(own.AsSpan(0, Math.Min(count, own.Length)));
    }
}
