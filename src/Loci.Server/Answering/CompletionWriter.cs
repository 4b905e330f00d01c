using System.Text.Json;
using Loci.Models;
using Loci.Server.Asking;
using Loci.Server.Engines;
using Loci.Server.Protocol;
using Loci.Text;

namespace Loci.Server.Answering;

/// <summary>Answers to completions, with the form that lm-evaluation-harness reads (<c>local-completions</c>): echoed tokens first, the first of them without a number.</summary>
/// <param name="asked">What was asked.</param>
/// <param name="id">Names the answer.</param>
/// <param name="created">When it was asked for.</param>
/// <param name="tokenizer">Decodes tokens.</param>
internal sealed class CompletionWriter(Asked asked, string id, DateTimeOffset created, ITokenizer tokenizer) : IAnswerWriter
{
    private readonly TokenTexts _texts = new(tokenizer);
    private readonly HashSet<int> _begun = [];
    private readonly Dictionary<int, int> _offsets = []; // of each choice's next token in its text

    public byte[] Whole(AnswerRecord answer, TuningReply? tuning) => JsonSerializer.SerializeToUtf8Bytes(
        Head(answer) with { Choices = [.. answer.Choices.Select((choice, i) => Choice(answer, i, choice))], Usage = answer.Usage, Tuning = tuning }, ProtocolJson.Wire.CompletionReply);

    public IEnumerable<byte[]> Pieces(EngineEvent what, AnswerRecord answer, Func<TuningReply?> tuning)
    {
        if (what is not PieceDrawn { Choice: var choice, Piece: var piece }) yield break;
        if (_begun.Add(choice) && asked.Form.Echo is not null)
        {
            var (text, echoed) = Echo(answer, choice / asked.Job.Choices);
            yield return Chunk(answer, null, new CompletionChoice(choice, text, asked.Form.Alternatives is null ? null : Logprobs(choice, echoed, []), FinishReason: null));
        }
        var logprobs = piece.Token is { } token && asked.Form.Alternatives is not null ? Logprobs(choice, [], [token]) : null;
        if (piece.Text.Length > 0 || logprobs is not null) yield return Chunk(answer, null, new CompletionChoice(choice, piece.Text, logprobs, FinishReason: null));
        if (piece.Finish is { } finish)
            yield return Chunk(answer, choice == answer.Choices.Count - 1 ? tuning() : null, new CompletionChoice(choice, "", Logprobs: null, AnswerRecord.Reason(finish)));
    }

    public byte[] Usage(AnswerRecord answer, TuningReply? tuning) =>
        JsonSerializer.SerializeToUtf8Bytes(Head(answer) with { Usage = answer.Usage, Tuning = tuning }, ProtocolJson.Wire.CompletionReply);

    private byte[] Chunk(AnswerRecord answer, TuningReply? tuning, CompletionChoice choice) =>
        JsonSerializer.SerializeToUtf8Bytes(Head(answer) with { Choices = [choice], Tuning = tuning }, ProtocolJson.Wire.CompletionReply);

    private CompletionReply Head(AnswerRecord answer) => new() { Id = $"cmpl-{id}", Created = created.ToUnixTimeSeconds(), Model = asked.Model, SystemFingerprint = answer.Fingerprint, Choices = [] };

    private CompletionChoice Choice(AnswerRecord answer, int number, ChoiceRecord choice)
    {
        var (text, echoed) = asked.Form.Echo is null ? ("", []) : Echo(answer, number / asked.Job.Choices);
        var logprobs = asked.Form.Alternatives is null ? null : Logprobs(number, echoed, choice.Tokens);
        return new CompletionChoice(number, text + choice.Text, logprobs, AnswerRecord.Reason(choice.Finish) ?? "stop");
    }

    /// <summary>The part of a prompt that the client gave, as text and as tokens with what the model gives them; the very first has no number.</summary>
    private (string Text, IReadOnlyList<PredictedToken?> Tokens) Echo(AnswerRecord answer, int prompt)
    {
        var given = asked.Form.Echo![prompt];
        var ids = asked.Job.Prompts[prompt].AsSpan(^given..);
        var scores = answer.Scores[prompt];
        var tokens = new PredictedToken?[given];
        for (var i = 0; scores is not null && i < given; i++) tokens[i] = i == 0 ? null : scores[scores.Count - given + i];
        return (tokenizer.Decode(ids), scores is null ? [] : tokens);
    }

    private CompletionLogprobs Logprobs(int choice, IReadOnlyList<PredictedToken?> echoed, IReadOnlyList<GeneratedToken> drawn)
    {
        int[] ids = [.. echoed.Count == 0 ? [] : asked.Job.Prompts[choice / asked.Job.Choices][^echoed.Count..], .. drawn.Select(token => token.Id)];
        var texts = _texts.Joined(ids);
        var offsets = new int[ids.Length];
        var offset = _offsets.GetValueOrDefault(choice);
        for (var i = 0; i < offsets.Length; i++) (offsets[i], offset) = (offset, offset + texts[i].Length);
        _offsets[choice] = offset;
        return new CompletionLogprobs(
            texts,
            [.. echoed.Select(token => token is { } known ? TokenTexts.Finite(known.LogProbability) : (double?)null), .. drawn.Select(token => (double?)TokenTexts.Finite(token.LogProbability))],
            [
                .. echoed.Select(token => token is { } known ? _texts.Top(known.Id, known.LogProbability, known.Alternatives) : null),
                .. drawn.Select(token => _texts.Top(token.Id, token.LogProbability, token.Alternatives)),
            ],
            offsets);
    }
}
