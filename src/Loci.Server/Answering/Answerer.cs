using System.Diagnostics;
using Loci.Server.Asking;
using Loci.Server.Engines;
using Loci.Server.Errors;
using Loci.Server.Protocol;
using Loci.Server.Remembering;
using Loci.Server.Scheduling;
using Loci.Server.Security;
using Loci.Server.Serving;
using Loci.Server.Telemetry;
using Loci.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Loci.Server.Answering;

/// <summary>The way of a chat or completion from what is asked to the answer: submit, wait, tell. The same for both, whole or piece by piece.</summary>
internal sealed class Answerer(
    ServedModel model, JobScheduler scheduler, MemoryService memory, IdempotencyStore kept, TuningLedger ledger, ServerTelemetry telemetry, TimeProvider time, ILogger<Answerer> log)
{
    /// <summary>The tuning's name, so that clients that drop unknown fields can still ask for it.</summary>
    public const string TuningHeader = "X-Tuning-Job";

    /// <summary>Makes what puts an answer into words, from its id and when it was asked for.</summary>
    public delegate IAnswerWriter Writer(Asked asked, string id, DateTimeOffset created, ITokenizer tokenizer);

    /// <summary>Answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operation">The operation, as telemetry names it.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="bodyHash">Hash of the body, to tell whether an Idempotency-Key comes back with another.</param>
    /// <param name="writer">Words.</param>
    public async Task AnswerAsync(HttpContext context, string operation, Asked asked, byte[] bodyHash, Writer writer)
    {
        using var activity = ServerTelemetry.Begin(operation, asked.Model);
        var began = time.GetTimestamp();
        var run = Submit(context, asked, bodyHash);
        string? error = null;
        try
        {
            ServerLog.Prompt(log, run.Id, log.IsEnabled(LogLevel.Trace) ? string.Join('\n', asked.Job.Prompts.Select(prompt => model.Tokenizer.Decode(prompt))) : "");
            if (asked.Tuning is not null) context.Response.Headers[TuningHeader] = TuningReplies.IdOf(run.Id);
            await TellAsync(context, operation, asked, run, writer(asked, run.Id, run.Created, model.Tokenizer), began).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            error = failure is OperationCanceledException and not RunAbandonedException ? "client_gone" : ErrorTranslation.Of(failure)?.Type ?? "client_gone";
            activity?.SetStatus(ActivityStatusCode.Error, error);
            throw;
        }
        finally
        {
            run.Leave();
            var seconds = time.GetElapsedTime(began).TotalSeconds;
            telemetry.Answered(operation, asked.Model, seconds, error);
            ServerLog.Answered(log, operation, Caller.TenantOf(context), error is null ? context.Response.StatusCode : 0, seconds, run.Id);
        }
    }

    private JobRun Submit(HttpContext context, Asked asked, byte[] bodyHash)
    {
        var tenant = Caller.TenantOf(context);
        var name = asked.IsRepeatable ? $"{JobHash.Of(model.Identity.BaseHash, tenant, asked.Job)}@{memory.ChangesOf(tenant)}" : null;
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        JobRun New() => scheduler.Submit(asked.Job, tenant, name, asked.Time);
        var run = key.Length == 0 ? New() : kept.GetOrAdd(tenant, key, $"{model.Identity.BaseHash}{context.Request.Path}{Convert.ToHexString(bodyHash)}", New);
        if (asked.Tuning is { } view) ledger.Track(run, view, model.Identity.BaseHash);
        return run;
    }

    private async Task TellAsync(HttpContext context, string operation, Asked asked, JobRun run, IAnswerWriter writer, long began)
    {
        var answer = new AnswerRecord(asked, model.Identity.BaseHash);
        var stream = new EventStream(context);
        var first = true;
        try
        {
            await foreach (var what in run.ReadAsync(context.RequestAborted).ConfigureAwait(false))
            {
                answer.Add(what);
                if (what is PromptTuned tuned) telemetry.Tuned(tuned.Outcome);
                if (what is PieceDrawn && first) telemetry.FirstToken(operation, asked.Model, time.GetElapsedTime(began).TotalSeconds);
                first &= what is not PieceDrawn;
                if (!asked.Form.Stream) continue;
                ServerTiming.Set(context, run.Waited, answer);
                await StreamAsync(stream, asked, what, writer, answer, () => Tuning(asked, run, answer)).ConfigureAwait(false);
            }
            ServerTiming.Set(context, run.Waited, answer);
            await EndAsync(context, stream, asked, writer, answer, Tuning(asked, run, answer)).ConfigureAwait(false);
            telemetry.Tokens(operation, asked.Model, asked.PromptTokens, answer.Written);
        }
        catch (Exception failure) when (stream.HasBegun && !context.RequestAborted.IsCancellationRequested)
        {
            await stream.FailAsync(ErrorTranslation.Of(failure) ?? ApiException.Unavailable("The answer was given up.", TimeSpan.FromSeconds(1))).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task StreamAsync(EventStream stream, Asked asked, EngineEvent what, IAnswerWriter writer, AnswerRecord answer, Func<TuningReply?> tuning)
    {
        if (what is StepTaken step && asked.Tuning?.Return.Contains("progress") == true)
            await stream.CommentAsync(FormattableString.Invariant($"tuning step {step.Step} of {step.Steps}, loss {step.Loss:0.000}")).ConfigureAwait(false);
        foreach (var piece in writer.Pieces(what, answer, tuning)) await stream.SendAsync(piece).ConfigureAwait(false);
    }

    private static async Task EndAsync(HttpContext context, EventStream stream, Asked asked, IAnswerWriter writer, AnswerRecord answer, TuningReply? tuning)
    {
        if (!asked.Form.Stream)
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(writer.Whole(answer, tuning), context.RequestAborted).ConfigureAwait(false);
            return;
        }
        if (asked.Form.Usage) await stream.SendAsync(writer.Usage(answer, tuning)).ConfigureAwait(false);
        await stream.DoneAsync().ConfigureAwait(false);
    }

    private TuningReply? Tuning(Asked asked, JobRun run, AnswerRecord answer) =>
        asked.Tuning is { } view ? TuningReplies.Of(run.Id, "done", model.Identity.BaseHash, view, answer.Tunings) : null;
}
