using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Loci.Torch;

namespace Loci.Cli.Hosting;

/// <summary>Options that several commands share, made anew for each.</summary>
internal static class Options
{
    public static Option<string> Memory() => new("--memory") { Description = "The memory: a folder, a name under LOCI_HOME/memories, or postgres://user@host/database?memory=name.", Required = true, HelpName = "M" };

    public static Option<string?> MemoryOrNone(bool required) => new("--memory") { Description = required ? "The memory: a folder, a name under LOCI_HOME/memories, or postgres://user@host/database?memory=name." : "Select from a memory instead: a folder, a name under LOCI_HOME/memories, or postgres://user@host/database?memory=name.", Required = required, HelpName = "M" };

    public static Option<string?> Tenant() => new("--tenant") { Description = "Whose documents are meant; others' are neither seen nor changed. [default: those without a tenant]", HelpName = "NAME" };

    public static Option<string?> Model() => new("--model") { Description = "A model folder in Hugging Face layout, a name under LOCI_HOME/models, or a name on the hub that loci model pull has fetched. [default: loci-small]", HelpName = "DIR" };

    public static Option<string?> Adapter() => new("--adapter") { Description = "An adapter in PEFT's layout to put beside the model, such as loci train --adapter-out makes.", HelpName = "DIR" };

    public static Option<string?> Embedder() => new("--embedder")
    {
        Description = "What texts are compared by: an encoder (BERT or RoBERTa in Hugging Face layout) or a static model (Model2Vec), given as a folder, a name under LOCI_HOME/models, or a name on the hub that was fetched; or openai:MODEL@URL, a model behind an endpoint that speaks OpenAI's protocol, to which every text is then sent (URL: https://api.openai.com/v1 where none is given; key: OPENAI_API_KEY). A memory keeps the one it was made with, and finds it again by itself where models are looked for. [default: words and word pairs]",
        HelpName = "DIR",
    };

    public static Option<int> Count(int standard) => Whole("--count", standard, 1, "N: chunks to learn from, at most; each is one gradient step.");

    public static Option<int?> PromptSteps(string standard)
    {
        var option = new Option<int?>("--prompt-steps") { Description = $"Gradient steps on a long prompt itself, for a text that goes on; the guard looks at its last quarter, which is not learnt. [default: {standard}]" };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValue(option) is < 0 and var steps) result.AddError($"--prompt-steps: expected a whole number of at least 0, found {steps}.");
        });
        return option;
    }

    public static Option<int> Candidates() => Whole("--candidates", 200, 1, "K: nearest chunks looked at before selection.");

    public static Option<double?> Noise() => Positive("--noise", "λ: noise variance; larger is more relevance, smaller more diversity. [default: the memory's own]");

    public static Option<double?> Stopping() => Positive("--stopping", "α: stop before the next pick once σ after n picks exceeds 1/(α·n).");

    public static Option<bool> Distinct() => new("--distinct") { Description = "Pick each candidate once at most." };

    public static Option<string> Chat()
    {
        var option = new Option<string>("--chat") { Description = "Whether the prompt goes through the model's chat template: where it has one (auto), always (on) or never (off).", DefaultValueFactory = _ => "auto" };
        option.AcceptOnlyFromAmong("auto", "on", "off");
        return option;
    }

    public static Option<string?> System() => new("--system") { Description = "A system prompt, for models with a chat template.", HelpName = "TEXT" };

    public static Option<string> Device(string standard = "auto") =>
        new("--device") { Description = "Where the model runs: auto, cpu, cuda or cuda:N.", HelpName = "WHERE", DefaultValueFactory = _ => standard };

    public static Option<string> Dtype()
    {
        var option = new Option<string>("--dtype") { Description = "Type of the matrix products: bf16, f32, or what is fast here (auto).", DefaultValueFactory = _ => "auto" };
        option.AcceptOnlyFromAmong("auto", "bf16", "f32");
        return option;
    }

    /// <summary>What an option of <see cref="Dtype"/> says.</summary>
    public static Precision PrecisionOf(string dtype) => dtype switch
    {
        "bf16" => Precision.BFloat16,
        "f32" => Precision.Float32,
        _ => Precision.Auto,
    };

    public static Option<int> Threads() => Whole("--threads", Math.Max(1, Environment.ProcessorCount), 1, "Threads to work with.");

    public static Option<int> Whole(string name, int standard, int least, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var text = Value(result);
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least) return value;
            result.AddError($"{name}: expected a whole number of at least {least}, found '{text}'.");
            return standard;
        },
    };

    public static Option<double?> Positive(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = Value(result);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value)) return value;
            result.AddError($"{name}: expected a number above 0, found '{text}'.");
            return null;
        },
    };

    private static string Value(ArgumentResult result) => result.Tokens is [var token, ..] ? token.Value : "";
}
