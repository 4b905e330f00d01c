using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Evaluation;
using Loci.Evaluation.Methods;
using Loci.Learning;

namespace Loci.Cli.Evaluating;

/// <summary>The options of <c>loci eval</c> that say what is measured and how.</summary>
internal sealed class EvaluationSettings
{
    private const string TttNn = "ttt-nn", HullFt = "hullft", Ours = "loci";
    private const int PublishedTokens = 1024; // what HullFT scores of a document

    private readonly Option<string> _methods = new("--methods")
    {
        Description = "Methods, separated by commas: base; selection rules; RULE-adaptive, which stops early; RULE+prompt, which learns the query too (split only), and prompt, which learns it alone; in-context[:RULE], the same chunks before the text; RULE@TUNING, such as sift@lora.",
        DefaultValueFactory = _ => "base,nn,sift",
    };

    private readonly Option<string> _protocol = Choice("--protocol", "whole: the query is the scored text. split: the first half is the query, the second is scored.", "whole", "split");
    private readonly Option<string> _like = Choice("--like", "Whose protocol to follow where it differs: loci; ttt-nn (the optimiser's state is carried over from document to document, each part of a long chunk is a step); hullft (the first 1024 tokens are scored, bits are divided by the bytes of the whole text).", Ours, TttNn, HullFt);
    private readonly Option<int> _count = Options.Count(50);
    private readonly Option<int> _candidates = Options.Candidates();
    private readonly Option<double?> _noise = Options.Noise();
    private readonly Option<double?> _stopping = Options.Stopping();
    private readonly Option<int> _promptSteps = Options.Whole("--prompt-steps", LearnerOptions.StandardPromptSteps, 1, "Gradient steps on the query itself, of the methods that learn it.");
    private readonly Option<bool> _distinct = Options.Distinct();
    private readonly Option<int> _limit = Options.Whole("--limit", 0, 0, "Documents of each subset at most; 0 takes all.");
    private readonly Option<int> _maxTokens = Options.Whole("--max-tokens", 0, 0, "Tokens of each document at most, from its start; 0 takes all.");
    private readonly Option<int> _seed = new("--seed") { Description = "Decides which documents a limit draws.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _threads = Options.Threads();

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [_methods, _protocol, _like, _count, _candidates, _noise, _stopping, _distinct, _promptSteps, _limit, _maxTokens, _seed, _threads];

    /// <summary>Whose protocol is followed: loci, ttt-nn or hullft.</summary>
    public string Like(ParseResult parsed) => parsed.GetRequiredValue(_like);

    /// <summary>Whether the optimiser's state goes on from one document to the next.</summary>
    public bool Carries(ParseResult parsed) => parsed.GetValue(_like) == TttNn;

    /// <summary>What a command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shown">Documents of each subset that are kept for reading.</param>
    public EvaluationOptions Read(ParseResult parsed, int shown) => new()
    {
        Protocol = Enum.Parse<Protocol>(parsed.GetRequiredValue(_protocol), ignoreCase: true),
        Methods = Methods(parsed.GetRequiredValue(_methods)),
        Limit = parsed.GetValue(_limit),
        MaxTokens = parsed.GetValue(_like) == HullFt && parsed.GetValue(_maxTokens) == 0 ? PublishedTokens : parsed.GetValue(_maxTokens),
        BytesOfWholeText = parsed.GetValue(_like) == HullFt,
        LongChunks = Carries(parsed) ? LongChunks.Windows : LongChunks.Cut,
        PromptSteps = parsed.GetValue(_promptSteps),
        Seed = parsed.GetValue(_seed),
        Shown = shown,
        Workers = Carries(parsed) ? 1 : parsed.GetValue(_threads), // what is carried over depends on the order
        Retrieval = new RetrievalOptions
        {
            Count = parsed.GetValue(_count), Candidates = parsed.GetValue(_candidates), Noise = parsed.GetValue(_noise),
            Stopping = parsed.GetValue(_stopping), Distinct = parsed.GetValue(_distinct),
        },
    };

    private static string[] Methods(string given)
    {
        var names = given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0) throw new InvalidInputException("--methods: expected at least one method, found none.");
        foreach (var name in names) _ = EvaluationMethod.Parse(name);
        return names;
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
