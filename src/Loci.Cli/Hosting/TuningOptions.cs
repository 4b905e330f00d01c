using System.CommandLine;
using System.CommandLine.Parsing;
using Loci.Models;
using Loci.Torch;
using Loci.Torch.Tuning;

namespace Loci.Cli.Hosting;

/// <summary>The options that say what learns, for every command that takes gradient steps.</summary>
/// <param name="rateHelp">What the peak learning rate is where none is given, for the help.</param>
/// <param name="perPrompt">Whether learning is for a prompt, so that it may be damped; else it is for good.</param>
internal sealed class TuningOptions(string rateHelp = "Peak learning rate of the gradient steps. [default: by the tuning and the model's size]", bool perPrompt = true)
{
    private const string Auto = "auto";

    private readonly Option<string> _tuning = perPrompt
        ? Choice("--tuning", "What learns: a copy of all weights, by descent that is damped where the model is sensitive (damped) or by Adam (full); adapters beside the model (lora); a copy of its output layer (head). auto: damped up to ten million weights, where it was measured, full above and where a learning rate is given.", Auto, "damped", "full", "lora", "head")
        : Choice("--tuning", "What learns: all weights (full), adapters beside the model (lora) or a copy of its output layer (head).", "full", "lora", "head");
    private readonly Option<double?> _rate = Options.Positive("--learning-rate", rateHelp);
    private readonly Option<int> _rank = Options.Whole("--rank", new LoraOptions().Rank, 1, "With --tuning lora: r, the inner width of the adapter.");
    private readonly Option<double?> _alpha = Options.Positive("--alpha", "With --tuning lora: α; updates are scaled by α / r. [default: 16]");
    private readonly Option<string> _targets = Choice("--targets", "With --tuning lora: the linear maps of each block that get an adapter.", "all", "attention", "mlp-down");

    private readonly Option<int> _batch = Options.Whole("--batch", 1, 1, "Chunks that a gradient step is taken on together.");

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => perPrompt ? [_tuning, _rate, _batch, _rank, _alpha, _targets] : [_tuning, _rate, _rank, _alpha, _targets];

    /// <summary>What learns, as it was asked for.</summary>
    public string Name(SymbolResult result) => result.GetValue(_tuning) ?? "full";

    /// <summary>The peak rate, or null where none is given.</summary>
    public double? Rate(ParseResult parsed) => parsed.GetValue(_rate);

    /// <summary>What a command line says of the tuning besides its name, each with a comma before it; empty where it says nothing.</summary>
    public string Given(ParseResult parsed) => string.Concat(new Option[] { _rate, _batch, _rank, _alpha, _targets }
        .Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => $", {option.Name[2..]} {string.Join(' ', parsed.GetResult(option)!.Tokens.Select(token => token.Value))}"));

    /// <summary>Refuses what does not go together.</summary>
    public void Check(CommandResult result)
    {
        if (!result.Errors.Any() && Name(result) != "lora" && new Option[] { _rank, _alpha, _targets }.Any(option => result.GetResult(option) is { Implicit: false }))
            result.AddError("expected --rank, --alpha and --targets with --tuning lora only.");
    }

    /// <summary>The tuner that a command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">What learns.</param>
    public ITuner Read(ParseResult parsed, CausalLanguageModel model) => Read(parsed, model, null, carries: false);

    /// <summary>The tuner of a name, with the rest as the command line says.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">What learns.</param>
    /// <param name="name">damped, full, lora or head; null is the command line's.</param>
    /// <param name="carries">Whether the optimiser's state, of all weights, goes on from one session to the next.</param>
    /// <exception cref="InvalidInputException">There is no such tuning, or it carries nothing.</exception>
    public ITuner Read(ParseResult parsed, CausalLanguageModel model, string? name, bool carries)
    {
        name ??= parsed.GetValue(_tuning) ?? Auto;
        if (name == Auto) name = carries || Rate(parsed) is not null ? "full" : StandardTuner.NameFor(model); // a rate that is given is one of Adam's
        if (carries && name != "full") throw new InvalidInputException($"expected the tuning full where the optimiser is carried over, found {name}.");
        var full = new FullTuningOptions { LearningRate = Rate(parsed), Steps = Steps(parsed), Carried = carries ? new CarriedMoments() : null };
        return name switch
        {
            "lora" => new LoraTuner(Lora(parsed)),
            "head" => new HeadTuner(full),
            "full" => new FullTuner(full),
            "damped" => StandardTuner.Damped(Damped(parsed)),
            _ => throw new InvalidInputException($"expected the tuning damped, full, lora or head, found '{name}'."),
        };
    }

    private DampedOptions Damped(ParseResult parsed)
    {
        var standard = new DampedOptions();
        return standard with { LearningRate = Rate(parsed) ?? standard.LearningRate, BatchSize = Batch(parsed) };
    }

    private StepOptions Steps(ParseResult parsed) => new() { BatchSize = Batch(parsed) };

    private int Batch(ParseResult parsed) => perPrompt ? parsed.GetValue(_batch) : 1;

    private LoraOptions Lora(ParseResult parsed)
    {
        var standard = new LoraOptions();
        return standard with
        {
            Rank = parsed.GetValue(_rank),
            Alpha = parsed.GetValue(_alpha) ?? standard.Alpha,
            Targets = Enum.Parse<LoraTargets>(parsed.GetRequiredValue(_targets).Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            LearningRate = Rate(parsed),
            Steps = Steps(parsed),
        };
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
