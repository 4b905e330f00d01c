using System.CommandLine;
using Loci.Models;

namespace Loci.Cli.Hosting;

/// <summary>The options that say how an answer is drawn, for every command that generates.</summary>
internal sealed class DrawingOptions
{
    private readonly Option<int> _tokens = Options.Whole("--max-tokens", 128, 1, "Tokens of the answer at most.");
    private readonly Option<double> _temperature = Number("--temperature", 0, "0 takes the most likely token each time.");
    private readonly Option<int> _topK = Options.Whole("--top-k", 0, 0, "Draw among this many of the most likely tokens; 0 among all.");
    private readonly Option<double> _topP = Number("--top-p", 1, "Draw among the fewest tokens that hold this probability together.");
    private readonly Option<double> _minP = Number("--min-p", 0, "Draw among tokens at least this many times as likely as the likeliest.");
    private readonly Option<double> _repetition = Number("--repetition-penalty", 1, "Above 1, tokens that the text holds already become less likely.");
    private readonly Option<double> _presence = Number("--presence-penalty", 0, "Taken from the logit of a token that the answer holds already.");
    private readonly Option<double> _frequency = Number("--frequency-penalty", 0, "Taken from a token's logit each time that the answer holds it.");
    private readonly Option<string[]> _stop = new("--stop") { Description = "End the answer before this text; may be given more than once.", HelpName = "TEXT", DefaultValueFactory = _ => [] };
    private readonly Option<long> _seed = new("--seed") { Description = "Decides the draw where the temperature is above 0." };

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [_tokens, _temperature, _topK, _topP, _minP, _repetition, _presence, _frequency, _stop, _seed];

    /// <summary>What a command line asks for.</summary>
    /// <exception cref="InvalidInputException">A value cannot be.</exception>
    public GenerationOptions Read(ParseResult parsed)
    {
        var options = new GenerationOptions
        {
            MaxTokens = parsed.GetValue(_tokens), Temperature = parsed.GetValue(_temperature), TopK = parsed.GetValue(_topK), TopP = parsed.GetValue(_topP), MinP = parsed.GetValue(_minP),
            RepetitionPenalty = parsed.GetValue(_repetition), PresencePenalty = parsed.GetValue(_presence), FrequencyPenalty = parsed.GetValue(_frequency),
            StopStrings = parsed.GetValue(_stop)!, Seed = parsed.GetValue(_seed),
        };
        options.Validate();
        return options;
    }

    private static Option<double> Number(string name, double standard, string description) => new(name) { Description = description, DefaultValueFactory = _ => standard };
}
