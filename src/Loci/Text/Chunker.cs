namespace Loci.Text;

/// <summary>
/// Cuts a text into pieces of at most W tokens at natural places: after blank lines, else line ends, else sentence ends, else between
/// words, else between graphemes. The pieces concatenate to the text, are filled greedily, and the last two are evened out where the
/// last would be tiny. The cost is linear in the text, whatever its lines look like. Safe to share between threads.
/// </summary>
/// <remarks>
/// The tokenizer only counts, and counts need not add up: every piece is encoded as it is, alone, before it is accepted. A piece is
/// never longer than 64 characters per token, so that a tokenizer that reads any long word as one unknown token cannot make it
/// boundless.
/// </remarks>
public sealed class Chunker
{
    /// <summary>W where none is given: 512 tokens, since a step teaches more the more of a passage it reads (docs/experiments.md, section 10).</summary>
    public const int DefaultMaximumTokens = 512;

    private const int MaximumCharactersPerToken = 64;
    private const double Aim = 0.97;

    private readonly ITokenizer _tokenizer;

    /// <summary>Creates a chunker.</summary>
    /// <param name="tokenizer">Counts the tokens; special tokens of its template are not counted.</param>
    /// <param name="maximumTokens">W, the most tokens of a piece; at least 1.</param>
    public Chunker(ITokenizer tokenizer, int maximumTokens = DefaultMaximumTokens)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumTokens, 1);
        _tokenizer = tokenizer;
        MaximumTokens = maximumTokens;
    }

    /// <summary>The pieces that a model learns in one step each: of <see cref="DefaultMaximumTokens"/>, or as many as its context holds where that is less.</summary>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="contextLength">The most tokens that a prediction of the model may be conditioned on.</param>
    public static Chunker For(ITokenizer tokenizer, int contextLength) => new(tokenizer, Math.Min(DefaultMaximumTokens, contextLength));

    /// <summary>W, the most tokens of a piece.</summary>
    public int MaximumTokens { get; }

    /// <summary>Cuts a text.</summary>
    /// <param name="text">Any text; the empty text has no pieces.</param>
    /// <param name="cancellationToken">Looked at before each piece.</param>
    /// <exception cref="InvalidInputException">One code point alone has more than <see cref="MaximumTokens"/> tokens.</exception>
    public IReadOnlyList<TextChunk> Chunk(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var chunks = new List<TextChunk>();
        var rate = 4.0; // characters per token, as seen in the piece before
        for (var start = 0; start < text.Length; start += chunks[^1].Text.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = Next(text, start, rate);
            chunks.Add(chunk);
            rate = (double)chunk.Text.Length / Math.Max(1, chunk.TokenCount);
        }
        EvenOutTheLastTwo(chunks);
        return chunks;
    }

    /// <summary>
    /// Narrows down the end of the piece that begins at <paramref name="start"/>: an end that fits and is full enough for its kind
    /// of break is taken, one that does not is a bound, and the next guess is proportional to the count just made.
    /// </summary>
    private TextChunk Next(string text, int start, double rate)
    {
        var furthest = (int)Math.Min(text.Length, start + ((long)MaximumCharactersPerToken * MaximumTokens));
        var (fits, tooLong, guess) = ((TextChunk?)null, furthest + 1, start + (MaximumTokens * rate * Aim));
        if (text.Length - start <= MaximumTokens * rate * 1.2)
            guess = text.Length;
        for (var tries = 1; ; tries++)
        {
            var low = start + (fits?.Text.Length ?? 0);
            if (tooLong - low <= 1)
                return fits ?? Smallest(text, start);
            if (tries > 4)
                guess = low + ((tooLong - low) / 2); // guesses that are proportional may creep; halving ends
            var limit = (int)Math.Clamp(guess, low + 1, tooLong - 1);
            var (end, kind) = limit == text.Length ? (limit, BreakKind.BlankLine) : TextBreaks.FindLast(text, start, limit);
            if (end <= low && kind != BreakKind.None && fits is not null)
                return fits; // what was found before is still the best place; a fuller piece would cut a word
            if (end <= low || end >= tooLong)
                (end, kind) = (TextBreaks.Hard(text, start, limit), BreakKind.None);
            if (end <= low || end >= tooLong)
                return fits ?? Smallest(text, start);
            var chunk = Count(text[start..end]);
            if (chunk.TokenCount > MaximumTokens)
                tooLong = end;
            else if (IsFullEnough(chunk, kind) || end == furthest)
                return chunk;
            else
                fits = chunk;
            if (fits is not null && tooLong - start - fits.Text.Length <= Math.Max(1, fits.Text.Length / 16))
                return fits;
            guess = start + (Math.Min(4.0, MaximumTokens * Aim / Math.Max(1, chunk.TokenCount)) * chunk.Text.Length);
        }
    }

    private bool IsFullEnough(TextChunk chunk, BreakKind kind)
    {
        var share = kind switch
        {
            BreakKind.BlankLine => 0.5,
            BreakKind.Line or BreakKind.Sentence => 0.7,
            _ => 0.85,
        };
        return chunk.TokenCount >= share * MaximumTokens;
    }

    /// <summary>The first code point.</summary>
    private TextChunk Smallest(string text, int start)
    {
        var end = start + TextBreaks.FirstCodePoint(text, start);
        var chunk = Count(text[start..end]);
        return chunk.TokenCount <= MaximumTokens
            ? chunk
            : throw new InvalidInputException(
                $"Expected pieces of at most {MaximumTokens} tokens, but one character (U+{(chunk.Text.Length == 2 ? char.ConvertToUtf32(chunk.Text, 0) : chunk.Text[0]):X4}) has "
                + $"{chunk.TokenCount}. Allow at least {chunk.TokenCount} tokens for a piece.");
    }

    private void EvenOutTheLastTwo(List<TextChunk> chunks)
    {
        if (chunks.Count < 2 || chunks[^1].TokenCount >= MaximumTokens / 4)
            return;
        var text = chunks[^2].Text + chunks[^1].Text;
        if (text.Length <= (long)MaximumCharactersPerToken * MaximumTokens && Count(text) is var whole && whole.TokenCount <= MaximumTokens)
        {
            chunks.RemoveAt(chunks.Count - 1);
            chunks[^1] = whole;
            return;
        }
        var (middle, _) = TextBreaks.FindLast(text, 0, (int)(text.Length * 0.65));
        var (first, second) = (Count(text[..middle]), Count(text[middle..]));
        if (Math.Max(first.TokenCount, second.TokenCount) <= MaximumTokens)
            (chunks[^2], chunks[^1]) = (first, second);
    }

    private TextChunk Count(string text) => new(text, _tokenizer.Encode(text).Length);
}
