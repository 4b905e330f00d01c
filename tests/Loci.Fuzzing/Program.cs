// Damages files of models, tokenizers, adapters and arrays, has them read, and fails where a reader does anything but take or refuse them in time
// and in proportion. Inputs that fail are kept under names that --replay takes.
using System.CommandLine;
using System.Globalization;
using Loci.Fuzzing;
using Loci.Torch;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
NativeHeap.Configure();
var count = new Option<long>("--count") { DefaultValueFactory = _ => 100_000, Description = "Inputs." };
var first = new Option<long>("--first") { Description = "Number of the first input." };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Decides every input together with its number." };
var kind = new Option<string?>("--kind") { Description = "The one kind to read. [default: all]" };
var replay = new Option<string?>("--replay") { Description = "Read one kept input again and print what comes of it." };
var failures = new Option<string>("--failures") { DefaultValueFactory = _ => "fuzzing.failures", Description = "Where inputs that break the contract are kept." };
var fixtures = new Option<string>("--fixtures") { DefaultValueFactory = _ => "tests/fixtures", Description = "Folder of the whole files." };
var json = new Option<bool>("--json") { Description = "Print the summary as JSON instead of a Markdown table." };
var command = new RootCommand("Holds readers to their contract on damaged files.") { count, first, seed, kind, replay, failures, fixtures, json };
command.SetAction((parsed, stop) => Task.FromResult(new FuzzCommand(parsed.GetValue(fixtures)!, parsed.GetValue(failures)!, parsed.GetValue(json)).Run(
    parsed.GetValue(replay), parsed.GetValue(seed), parsed.GetValue(first), parsed.GetValue(count), parsed.GetValue(kind), stop)));
return await command.Parse(args).InvokeAsync();
