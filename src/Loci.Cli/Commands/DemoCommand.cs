using System.CommandLine;
using Loci.Cli.Demo;
using Loci.Cli.Evaluating;
using Loci.Cli.Hosting;
using Loci.Embedding;
using Loci.Evaluation;
using Loci.Evaluation.Tables;
using Loci.Ingest;
using Loci.Learning;
using Loci.Memories;
using Loci.Text;
using Loci.Torch;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci demo</c>: the whole idea on text that is on the machine already.</summary>
internal static class DemoCommand
{
    private const int Held = 24;
    private const int Count = 20;

    public static Command Create()
    {
        var model = Options.Model();
        var threads = Options.Threads();
        var command = new Command("demo", "Show the whole idea in minutes: remember the .NET reference documentation, hold some members back, and predict those.") { model, threads };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            var began = TimeProvider.System.GetTimestamp();
            var members = ReferenceDocumentation.Read(ReferenceDocumentation.Find()).ToList();
            var (held, rest) = HeldBack.Choose(members, Held);
            NativeStart.SetThreads(1); // one thread per worker
            using var loaded = CausalLanguageModel.Load(Places.Model(parsed.GetValue(model)));
            var folder = Directory.CreateTempSubdirectory("loci-demo-");
            try
            {
                using var embedder = await Embedders.OpenAsync(cancellationToken: cancellationToken);
                using var memory = await RememberAsync(Path.Combine(folder.FullName, "demo.loci"), embedder, Chunker.For(loaded.Tokenizer, loaded.ContextLength), rest, output, cancellationToken);
                var options = new EvaluationOptions
                {
                    Protocol = Protocol.Split, Workers = parsed.GetValue(threads), Retrieval = new RetrievalOptions { Count = Count },
                };
                var report = Evaluate(loaded, memory, options, held, output, cancellationToken);
                var sample = await DemoSample.MakeAsync(loaded, memory, held, report, cancellationToken);
                var elapsed = TimeProvider.System.GetElapsedTime(began);
                output.Answer(Document(report, sample, elapsed), console => Show(console, report, sample, rest.Count, elapsed));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<Memory> RememberAsync(
        string folder, IEmbedder embedder, Chunker chunker, IReadOnlyList<DocumentedMember> members, Output output, CancellationToken cancellationToken)
    {
        output.Note($"Remembering the documentation of {members.Count} members of the .NET libraries …");
        var memory = await Memory.OpenAsync(folder, embedder, new MemoryOptions { Create = true }, cancellationToken);
        var documents = members.Select(member => new SourceDocument(member.Name, member.Text));
        using var progress = new ProgressLine<IngestProgress>(output, p => $"{p.Documents} of {members.Count} members");
        await new Ingester(memory, chunker).RunAsync(documents, progress: progress, cancellationToken: cancellationToken);
        return memory;
    }

    private static EvaluationReport Evaluate(
        CausalLanguageModel model, Memory memory, EvaluationOptions options, IReadOnlyList<DocumentedMember> held, Output output, CancellationToken cancellationToken)
    {
        output.Note($"Predicting the second half of {held.Count} members that were held back, after learning {Count} chunks found by the first half …");
        using var progress = new ProgressLine<EvaluationProgress>(output, p => $"{p.Done} of {p.Documents} members, {Durations.Text(p.Remaining)} left");
        var documents = held.Select(member => new EvaluationDocument(member.Assembly, member.Name, member.Text)).ToList();
        return new Evaluator(model, memory, StandardTuner.For(model), options).Run(documents, progress, cancellationToken);
    }

    private static object Document(EvaluationReport report, DemoSample sample, TimeSpan elapsed) => new
    {
        BaseBpb = report.Methods["base"].Total.Bpb,
        NnBpb = report.Methods["nn"].Total.Bpb,
        SiftBpb = report.Methods["sift"].Total.Bpb,
        Seconds = elapsed.TotalSeconds,
        report.Methods,
        Sample = sample,
    };

    private static void Show(IAnsiConsole console, EvaluationReport report, DemoSample sample, int remembered, TimeSpan elapsed)
    {
        EvaluationView.Show(console, report);
        console.WriteLine();
        console.WriteLine($"One of them, the one of middling gain: {sample.Member}");
        console.WriteLine("What nearest neighbours would have read:");
        console.Write(PickTable.Of([.. sample.Nearest.Take(8)]));
        console.WriteLine("What SIFT read: each pick is the chunk that leaves least uncertainty (σ) about the prompt, given those before it:");
        console.Write(PickTable.Of([.. sample.Sift.Take(8)]));
        console.WriteLine($"Prompt:\n{sample.Prompt}\n");
        console.WriteLine($"Before learning, the model goes on:\n{sample.Before}\n");
        console.WriteLine($"After learning:\n{sample.After}\n");
        console.WriteLine($"What the documentation says:\n{sample.Truth}\n");
        console.WriteLine($"{remembered} members remembered; base {report.Methods["base"].Total.Bpb:0.000}, nearest neighbours {report.Methods["nn"].Total.Bpb:0.000}, SIFT {report.Methods["sift"].Total.Bpb:0.000} bits per byte; {Durations.Text(elapsed)} in all.");
    }
}
