using System.ComponentModel;
using System.Text;
using Loci.Generation;
using Loci.Learning;
using Loci.Models;
using Loci.Text.Chat;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Loci.Mcp;

/// <summary>The tool <c>ask</c>: adapts the local model to a prompt, answers, and forgets. Safe to share between threads; every call has an adaptation of its own.</summary>
/// <param name="learner">Adapts.</param>
/// <param name="options">How answers are drawn.</param>
internal sealed class AskTool(TestTimeLearner learner, LociToolOptions options)
{
    /// <summary>Answers a prompt.</summary>
    [McpServerTool(Name = "ask", Title = "Ask the adapted local model", ReadOnly = true, Idempotent = true, Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Lets a small local model learn the passages of the memory that tell most about a prompt, by a few gradient steps, and answer; then it forgets. Takes seconds to minutes, with progress.")]
    public Task<Answered> AskAsync(
        [Description("The question, or the beginning of a text to go on with.")] string prompt,
        IProgress<ProgressNotificationValue> progress,
        [Description("Instructions for the model.")] string? system = null,
        [Description("The most tokens of the answer; 128 unless the server says otherwise.")] int? maxTokens = null,
        CancellationToken cancellationToken = default) =>
        ToolErrors.HoldAsync(() => AnswerAsync(prompt, system, maxTokens, progress, cancellationToken));

    private async Task<Answered> AnswerAsync(string prompt, string? system, int? maxTokens, IProgress<ProgressNotificationValue> progress, CancellationToken cancellationToken)
    {
        Prompts.Hold(prompt);
        var written = Write(prompt, system);
        var generation = options.Generation with { MaxTokens = maxTokens ?? options.Generation.MaxTokens, StopTokens = [.. options.Generation.StopTokens, .. written.StopTokens] };
        generation.Validate();
        var adapted = await learner.AdaptAsync(prompt, new StepNotifier(progress), cancellationToken).ConfigureAwait(false);
        await using (adapted.ConfigureAwait(false))
        {
            var (answer, finish) = (new StringBuilder(), (FinishReason?)null);
            await foreach (var piece in adapted.StreamAsync(written.Tokens, generation, cancellationToken).ConfigureAwait(false))
            {
                answer.Append(piece.Text);
                finish = piece.Finish;
            }
            return Answer(answer.ToString(), finish == FinishReason.Stop, adapted.Report);
        }
    }

    private ModelPrompt Write(string prompt, string? system)
    {
        var today = DateOnly.FromDateTime(options.Time.GetLocalNow().DateTime);
        ChatMessage[] messages = [.. string.IsNullOrWhiteSpace(system) ? [] : new[] { new ChatMessage(ChatRole.System, system) }, new(ChatRole.User, prompt)];
        return ModelPrompt.Of(learner.Model, (learner.Model as IChatModel)?.FindChatTemplate(today), messages);
    }

    private static Answered Answer(string answer, bool complete, AdaptationReport report)
    {
        var read = Passage.Of(report.Picks);
        return new Answered(
            answer, complete, read, report.Steps, report.Kept, report.Prior, read is [.., var last] ? last.Uncertainty : report.Prior, Finite(report.LossBefore), Finite(report.LossAfter),
            report.Seconds.Values.Sum());
    }

    private static double? Finite(double loss) => double.IsFinite(loss) ? loss : null;
}
