using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Hub;
using Loci.Torch.Describing;
using Spectre.Console;
using PlainText = Spectre.Console.Text;

namespace Loci.Cli.Commands;

/// <summary><c>loci model</c>: fetch models and say what they are.</summary>
internal static class ModelCommand
{
    private const int MostNamed = 5;

    public static Command Create() => new("model", "Fetch models from the Hugging Face hub, and say what a model is.") { Pull(), Show(), MeasureModel.Create() };

    private static Command Pull()
    {
        var name = new Argument<string>("NAME") { Description = "The model's name on the hub, such as owner/name." };
        var revision = new Option<string>("--revision") { Description = "A branch, tag or commit.", HelpName = "R", DefaultValueFactory = _ => HubCache.DefaultRevision };
        var command = new Command("pull", "Fetch a model into the cache that Python's huggingface_hub uses: checked by its hashes, gone on with where it was broken off, nothing twice. HF_HOME, HF_HUB_CACHE, HF_TOKEN, HF_ENDPOINT and HF_HUB_OFFLINE count.") { name, revision };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = Output.Of(parsed);
            var settings = HubSettings.FromEnvironment();
            var repository = RepositoryName.Parse(parsed.GetRequiredValue(name));
            var began = TimeProvider.System.GetTimestamp();
            using var client = new HubClient(settings);
            DownloadedModel model;
            using (var progress = new ProgressLine<DownloadProgress>(output, report => Line(report, TimeProvider.System.GetElapsedTime(began))))
                model = await new ModelDownloader(client, settings).DownloadAsync(repository, parsed.GetRequiredValue(revision), progress, cancellationToken);
            var elapsed = TimeProvider.System.GetElapsedTime(began);
            if (model.Refused.Count > 0) output.Note($"left out {model.Refused.Count} files whose names are no plain paths: {string.Join(", ", model.Refused.Take(MostNamed).Select(refused => $"'{HubFileName.Visible(refused)}'"))}{(model.Refused.Count > MostNamed ? ", …" : "")}");
            output.Answer(
                new { Name = model.Name.Text, Revision = model.Commit, model.Folder, model.Files, model.Bytes, model.DownloadedBytes, Seconds = elapsed.TotalSeconds },
                console => console.WriteLine($"{model.Name} at {model.Commit[..12]}: {model.Files} files, {Sizes.Text(model.Bytes)}, of which {Sizes.Text(model.DownloadedBytes)} came over the network in {Durations.Text(elapsed)}. It is in {model.Folder}; --model {model.Name} uses it."));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Line(DownloadProgress report, TimeSpan elapsed)
    {
        var rate = report.Received / Math.Max(elapsed.TotalSeconds, 0.001);
        var left = rate > 0 ? $", {Durations.Text(TimeSpan.FromSeconds(Math.Min((report.Bytes - report.Present) / rate, TimeSpan.MaxValue.TotalSeconds / 2)))} left" : "";
        return $"{report.File}: {Sizes.Text(report.Present)} of {Sizes.Text(report.Bytes)}, {Sizes.Text(rate)}/s{left}";
    }

    private static Command Show()
    {
        var model = new Argument<string?>("MODEL") { Description = "A model folder in Hugging Face layout, a name under LOCI_HOME/models, or a name on the hub that was fetched. [default: loci-small]", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "Say what a model is and what memory it and its tuning will take, without loading its weights.") { model };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(model);
            var folder = Places.Adapter(given) is { } adapter && Directory.Exists(adapter) ? adapter : Places.Model(given);
            var shown = NativeStart.Quietly(() => ModelDescription.Read(folder));
            Output.Of(parsed).Answer(
                new
                {
                    shown.Name, Folder = folder, shown.Kind, shown.Family, shown.Parameters, Dtype = shown.DType, shown.ContextLength, shown.Tokenizer, shown.Vocabulary,
                    shown.Licence, shown.Bytes, shown.Memory, shown.Base, shown.Problem,
                },
                console => console.Write(Table(shown)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Table Table(ModelDescription shown)
    {
        var table = new Table().Border(TableBorder.Minimal).HideHeaders().AddColumns("what", "value");
        void Row(string what, string? value)
        {
            if (value is not null) table.AddRow(new PlainText(what), new PlainText(value));
        }

        Row("model", $"{shown.Name}, {Kind(shown.Kind)}");
        Row("family", shown.Family);
        Row("goes beside", shown.Base);
        Row("parameters", $"{Sizes.Count(shown.Parameters)}, stored as {shown.DType}");
        Row("context", shown.ContextLength is { } tokens ? $"{tokens} tokens" : null);
        Row("tokenizer", shown.Tokenizer is { } kind ? $"{kind}, {shown.Vocabulary} tokens" : null);
        Row("licence", shown.Licence);
        Row("on disk", Sizes.Text(shown.Bytes));
        if (shown.Memory is { } memory)
        {
            Row("memory, loaded", Sizes.Text(memory.LoadBytes));
            Row("with LoRA tuning", Bytes(memory.TuneLoraBytes));
            Row("with full tuning", Bytes(memory.TuneFullBytes));
            Row("with head tuning", Bytes(memory.TuneHeadBytes));
        }
        Row("problem", shown.Problem);
        return table;
    }

    private static string? Bytes(long? bytes) => bytes is { } count ? Sizes.Text(count) : null;

    private static string Kind(ModelKind kind) => kind switch
    {
        ModelKind.LanguageModel => "a language model",
        ModelKind.Encoder => "an encoder",
        ModelKind.StaticEmbeddings => "static embeddings",
        ModelKind.Adapter => "an adapter",
        _ => "not supported",
    };
}
