using Loci.Server.Engines;
using Loci.Server.Protocol;

namespace Loci.Server.Answering;

/// <summary>Puts an answer into the words of one endpoint.</summary>
internal interface IAnswerWriter
{
    /// <summary>The whole answer as JSON.</summary>
    byte[] Whole(AnswerRecord answer, TuningReply? tuning);

    /// <summary>What a stream gains by an event, as the JSON of chunks; often nothing.</summary>
    /// <param name="what">The event, which the answer has taken in already.</param>
    /// <param name="answer">The answer so far.</param>
    /// <param name="tuning">What was learnt, asked for once, for the last piece of all.</param>
    IEnumerable<byte[]> Pieces(EngineEvent what, AnswerRecord answer, Func<TuningReply?> tuning);

    /// <summary>The last chunk, with the number of tokens.</summary>
    byte[] Usage(AnswerRecord answer, TuningReply? tuning);
}
