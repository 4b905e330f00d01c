using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Torch;
using Loci.Torch.Tuning;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci model measure</c>: how sensitive each weight of a model is, once and for all.</summary>
internal static class MeasureModel
{
    public static Command Create()
    {
        var model = new Argument<string?>("MODEL") { Description = "A model folder in Hugging Face layout, or a name under LOCI_HOME/models. [default: loci-small]", Arity = ArgumentArity.ZeroOrOne };
        var texts = Options.Whole("--texts", 64, 1, "Texts that the model makes for it.");
        var threads = Options.Threads();
        var command = new Command("measure", $"Measure how sensitive a model's weights are and keep it in its folder ({SensitivityCache.FileName}), so that learning for a prompt begins at once. Without it, it is measured at the first prompt and kept in LOCI_HOME.") { model, texts, threads };
        command.SetAction((parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            var folder = Places.Model(parsed.GetValue(model));
            NativeStart.SetThreads(parsed.GetValue(threads));
            var began = TimeProvider.System.GetTimestamp();
            using var loaded = CausalLanguageModel.Load(folder);
            using var sensitivity = Sensitivity.Measure(loaded, parsed.GetValue(texts), cancellationToken);
            var path = Path.Combine(folder, SensitivityCache.FileName);
            SensitivityCache.Write(sensitivity, path, loaded.WeightsHash());
            var elapsed = TimeProvider.System.GetElapsedTime(began);
            output.Answer(
                new { Model = loaded.Name, File = path, RootMeanSquare = sensitivity.RootMeanSquare(), Texts = parsed.GetValue(texts), Seconds = elapsed.TotalSeconds },
                console => console.WriteLine($"{loaded.Name}: the root mean square of its gradients is {sensitivity.RootMeanSquare():0.00e0} over {parsed.GetValue(texts)} texts of its own; kept in {path}. {Durations.Text(elapsed)}."));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
