using System.Collections.Concurrent;
using System.CommandLine;
using Loci.Cli.Hosting;
using Loci.Models;
using Loci.Torch;

namespace Loci.Cli.Evaluating;

/// <summary>The tuners of an evaluation, by the names that stand behind a method's @.</summary>
internal sealed class MethodTuners
{
    private readonly ConcurrentDictionary<string, ITuner> _made = new(StringComparer.Ordinal);
    private readonly Func<string, ITuner> _make;

    /// <param name="options">The options of tuning.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">What learns.</param>
    /// <param name="carries">Whether the optimiser's state goes on from one document to the next.</param>
    public MethodTuners(TuningOptions options, ParseResult parsed, CausalLanguageModel model, bool carries)
    {
        _make = name => options.Read(parsed, model, name, carries);
        Standard = options.Read(parsed, model, null, carries);
    }

    /// <summary>What methods learn with that name nothing else.</summary>
    public ITuner Standard { get; }

    /// <summary>The tuner of a name; null is the standard one.</summary>
    public ITuner Get(string? name) => name is null || name == Standard.Name ? Standard : _made.GetOrAdd(name, _make);
}
