using System.CommandLine;
using System.CommandLine.Parsing;
using Loci.Cli.Hosting;
using Loci.Cli.Selecting;
using Loci.Learning;
using Loci.Selection;
using Loci.Selection.Pools;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci select</c>: selection alone, over vectors in files or over a memory.</summary>
internal sealed class SelectCommand
{
    private const int WholeMemory = 0;

    private static string Rules => string.Join("; ", Selectors.Names.Select(name => $"{name}: {Selectors.Describe(name)}"));

    private readonly Option<string?> _candidates = new("--candidates") { Description = "Candidate vectors, K × d: .npy, or .safetensors with a tensor 'candidates'. May be larger than memory for sift.", HelpName = "F" };
    private readonly Option<string?> _targets = new("--targets") { Description = "Target vectors, m × d: .npy, or .safetensors with a tensor 'targets'.", HelpName = "F" };
    private readonly MemoryChoice _memory = new(required: false);
    private readonly Option<string?> _prompt = new("--prompt") { Description = "With --memory: the text to select for.", HelpName = "P" };
    private readonly Option<string?> _prompts = new("--prompts") { Description = "With --memory: a file with one text per line, which together describe the task.", HelpName = "F" };
    private readonly Option<int> _nearest = Options.Whole("--nearest", 200, WholeMemory, "With --memory: K, the nearest chunks looked at; 0 looks at the whole memory.");
    private readonly Option<int> _count = Options.Count(50);
    private readonly Option<double?> _noise = Options.Noise();
    private readonly Option<string> _method = new("--method") { Description = $"The rule that picks. {Rules}.", DefaultValueFactory = _ => "sift", HelpName = "RULE" };
    private readonly Option<double?> _stopping = Options.Stopping();
    private readonly Option<bool> _distinct = Options.Distinct();
    private readonly Option<string?> _filter = new("--filter") { Description = "What may be picked: candidate numbers such as 0-99,205 or a file of them; with --memory a pattern for documents such as **/*.md.", HelpName = "WHAT" };
    private readonly Option<int> _seed = new("--seed") { Description = "For rules that draw." };
    private readonly Option<string?> _texts = new("--texts") { Description = "A file whose line i belongs to candidate i, such as JSON Lines; goes with --output.", HelpName = "F" };
    private readonly Option<string?> _chosen = new("--output") { Description = "Where the picked lines of --texts go, in order.", HelpName = "F" };
    private readonly Option<string?> _state = new("--state") { Description = "A file that lets a broken-off selection go on, or a finished one pick more.", HelpName = "F" };
    private readonly Option<int> _threads = Options.Threads();

    public static Command Create()
    {
        var select = new SelectCommand();
        select._method.AcceptOnlyFromAmong([.. Selectors.Names]);
        var command = new Command("select", "Pick the few candidates that tell most about the targets.");
        Option[] options =
        [
            select._candidates, select._targets, .. select._memory.All, select._prompt, select._prompts, select._nearest, select._count, select._noise,
            select._method, select._stopping, select._distinct, select._filter, select._seed, select._texts, select._chosen, select._state, select._threads,
        ];
        foreach (var option in options) command.Options.Add(option);
        command.Validators.Add(select.Check);
        command.SetAction(select.RunAsync);
        return command;
    }

    private void Check(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        var files = Has(_candidates) && Has(_targets) && !Has(_memory.Memory);
        var memory = Has(_memory.Memory) && Has(_prompt) != Has(_prompts) && !Has(_candidates);
        if (files == memory) result.AddError("expected either --candidates F --targets F, or --memory M with --prompt P or --prompts F.");
        if (Has(_texts) != Has(_chosen) || (Has(_texts) && !files)) result.AddError("expected --texts F and --output F together, and with --candidates.");
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        _memory.Given(parsed) is not null ? FromMemoryAsync(parsed, cancellationToken) : Task.FromResult(FromFiles(parsed, cancellationToken));

    private async Task<int> FromMemoryAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new RetrievalOptions
        {
            Candidates = parsed.GetValue(_nearest) is var k and not WholeMemory ? k : int.MaxValue,
            Count = parsed.GetValue(_count), Noise = parsed.GetValue(_noise), Stopping = parsed.GetValue(_stopping), Distinct = parsed.GetValue(_distinct),
            Filter = MemorySelection.Filter(parsed.GetValue(_filter)),
        };
        var prompts = parsed.GetValue(_prompt) is { } one ? [one] : MemorySelection.Prompts(parsed.GetValue(_prompts)!);
        using var memory = await _memory.OpenAsync(parsed, cancellationToken);
        var picks = new Retriever(memory, Rule(parsed), options).Retrieve(prompts, new StageClock(TimeProvider.System), cancellationToken).Picks;
        Output.Of(parsed).Answer(new { Selected = picks }, console => console.Write(PickTable.Of(picks)));
        return ExitCodes.Done;
    }

    private int FromFiles(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = Output.Of(parsed);
        var allowed = parsed.GetValue(_filter) is { } ids ? IdRanges.Parse(ids) : null;
        var options = new SelectionOptions
        {
            Count = parsed.GetValue(_count), Noise = parsed.GetValue(_noise) ?? 1, Stopping = parsed.GetValue(_stopping), Distinct = parsed.GetValue(_distinct),
            Filter = allowed is null ? null : allowed.Contains,
        };
        var request = new FileSelection.Request(parsed.GetValue(_candidates)!, parsed.GetValue(_targets)!, Rule(parsed), options)
        {
            Filter = parsed.GetValue(_filter), State = parsed.GetValue(_state), Threads = parsed.GetValue(_threads),
        };
        var result = FileSelection.Run(request, output, cancellationToken);
        if (parsed.GetValue(_texts) is { } source) ChosenLines.Write(source, parsed.GetValue(_chosen)!, result.Selection.Indices);
        Answer(output, result);
        return ExitCodes.Done;
    }

    private ISelector Rule(ParseResult parsed) => Selectors.Create(parsed.GetValue(_method)!, parsed.GetValue(_seed));

    private static void Answer(Output output, PoolResult result)
    {
        var selection = result.Selection;
        output.Answer(
            new { selection.Indices, Uncertainty = selection.Objective, result.Gains, selection.Prior, result.Passes, result.RowsRead },
            console =>
            {
                for (var i = 0; i < selection.Indices.Length; i++) console.WriteLine($"{selection.Indices[i]}\t{selection.Objective[i]:R}");
            });
    }
}
