using System.Globalization;
using System.Text;
using Loci.Embedding;
using Loci.ExtensionsAI;
using Loci.Learning;
using Loci.Memories;
using Loci.Torch;
using Loci.Torch.Tuning;
using Microsoft.Extensions.AI;

namespace Loci.Samples.AdaptiveChat;

/// <summary>The sample itself: one question to a local model as it is, and to the same model behind <c>UseLoci</c>, which learns for the question from a memory before it answers.</summary>
public static class Conversation
{
    private static readonly ChatOptions Options = new() { MaxOutputTokens = 16, Temperature = 0 };

    /// <summary>Both answers. The memory lives in <paramref name="folder"/>, which must not exist yet.</summary>
    public static async Task<(ChatResponse Plain, ChatResponse Adapted)> AskAsync(string folder, CancellationToken cancellationToken = default)
    {
        using var embedder = new LexicalEmbedder();
        using Memory memory = await Memory.OpenAsync(folder, embedder, new MemoryOptions { Create = true }, cancellationToken);
        await memory.AddManyAsync(Workshop.Notes, cancellationToken);

        TorchRuntime.SetThreads(1); // with Float32, so that every machine prints the same
        using var model = CausalLanguageModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "loci-small"), new LoadOptions { Precision = Precision.Float32 });
        using var tuner = new DampedTuner(); // what suits a small model; new FullTuner() or new LoraTuner() go in its place
        using IChatClient plain = model.AsIChatClient();
        using IChatClient adaptive = new ChatClientBuilder(model.AsIChatClient())
            .UseLoci(memory, tuner, new LearnerOptions { Retrieval = new RetrievalOptions { Count = 12 } })
            .Build();
        return (await plain.GetResponseAsync(Workshop.Question, Options, cancellationToken), await adaptive.GetResponseAsync(Workshop.Question, Options, cancellationToken));
    }

    /// <summary>What the program prints.</summary>
    public static async Task<string> RunAsync(string folder, CancellationToken cancellationToken = default)
    {
        (ChatResponse plain, ChatResponse adapted) = await AskAsync(folder, cancellationToken);
        var tuning = (TuningSummary)adapted.AdditionalProperties![TuningSummary.Key]!;
        var page = new StringBuilder($"{Workshop.Question} …\n\n");
        page.Append($"as it is:  {Line(plain)}\nadapted:   {Line(adapted)}\n\n");
        page.Append($"Learnt in {tuning.Steps} steps from {string.Join(", ", tuning.Selected.Select(passage => passage.Document))}; {(tuning.Kept ? "the guard kept it" : "the guard refused it")}.\n");
        page.Append(CultureInfo.InvariantCulture, $"Loss of the question {tuning.LossBefore:0.0} before and {tuning.LossAfter:0.0} after; uncertainty {tuning.Prior:0.00} before and {tuning.Uncertainty:0.00} after.\n");
        return page.ToString();
    }

    private static string Line(ChatResponse response) => response.Text.ReplaceLineEndings(" ").Trim();
}
