using System.Text.Json;
using Loci.Models;
using Loci.Server.Asking;
using Loci.Server.Engines;
using Loci.Server.Protocol;
using Loci.Text;

namespace Loci.Server.Answering;

/// <summary>Answers to chats.</summary>
/// <param name="asked">What was asked.</param>
/// <param name="id">Names the answer.</param>
/// <param name="created">When it was asked for.</param>
/// <param name="tokenizer">Decodes single tokens.</param>
internal sealed class ChatWriter(Asked asked, string id, DateTimeOffset created, ITokenizer tokenizer) : IAnswerWriter
{
    private readonly TokenTexts _texts = new(tokenizer);
    private readonly HashSet<int> _begun = [];

    public byte[] Whole(AnswerRecord answer, TuningReply? tuning) => JsonSerializer.SerializeToUtf8Bytes(
        new ChatReply
        {
            Id = $"chatcmpl-{id}", Created = created.ToUnixTimeSeconds(), Model = asked.Model, SystemFingerprint = answer.Fingerprint, Usage = answer.Usage, Tuning = tuning,
            Choices = [.. answer.Choices.Select((choice, i) => new ChatChoice(i, new ChatReplyMessage("assistant", choice.Text), AnswerRecord.Reason(choice.Finish) ?? "stop", Logprobs(choice.Tokens)))],
        },
        ProtocolJson.Wire.ChatReply);

    public IEnumerable<byte[]> Pieces(EngineEvent what, AnswerRecord answer, Func<TuningReply?> tuning)
    {
        if (what is not PieceDrawn { Choice: var choice, Piece: var piece }) yield break;
        if (_begun.Add(choice)) yield return Chunk(answer, null, new ChatChunkChoice(choice, new ChatDelta("assistant", "")));
        var logprobs = piece.Token is { } token ? Logprobs([token]) : null;
        if (piece.Text.Length > 0 || logprobs is not null) yield return Chunk(answer, null, new ChatChunkChoice(choice, new ChatDelta(Content: piece.Text), Logprobs: logprobs));
        if (piece.Finish is { } finish)
            yield return Chunk(answer, choice == answer.Choices.Count - 1 ? tuning() : null, new ChatChunkChoice(choice, new ChatDelta(), AnswerRecord.Reason(finish)));
    }

    public byte[] Usage(AnswerRecord answer, TuningReply? tuning) => JsonSerializer.SerializeToUtf8Bytes(Head(answer) with { Usage = answer.Usage, Tuning = tuning }, ProtocolJson.Wire.ChatChunk);

    private byte[] Chunk(AnswerRecord answer, TuningReply? tuning, ChatChunkChoice choice) =>
        JsonSerializer.SerializeToUtf8Bytes(Head(answer) with { Choices = [choice], Tuning = tuning }, ProtocolJson.Wire.ChatChunk);

    private ChatChunk Head(AnswerRecord answer) => new() { Id = $"chatcmpl-{id}", Created = created.ToUnixTimeSeconds(), Model = asked.Model, SystemFingerprint = answer.Fingerprint, Choices = [] };

    private ChatLogprobs? Logprobs(IReadOnlyList<GeneratedToken> tokens) => asked.Form.Alternatives is null ? null : new ChatLogprobs(
    [
        .. tokens.Select(token => new ChatTokenLogprob(
            _texts.Alone(token.Id), TokenTexts.Finite(token.LogProbability), _texts.Bytes(token.Id),
            [.. token.Alternatives.Select(other => new ChatTopLogprob(_texts.Alone(other.Id), TokenTexts.Finite(other.LogProbability), _texts.Bytes(other.Id)))])),
    ]);
}
