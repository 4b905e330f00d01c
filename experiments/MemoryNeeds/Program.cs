// What loading and tuning a model take of memory, measured, beside what loci model show says they will. Prints the Markdown table of docs/models.md.
// Each use is measured in a process of its own: growth of the resident set over that of the same process with libtorch and without a model. Linux only.
using System.CommandLine;
using System.Globalization;
using Loci.Experiments;
using Loci.Torch;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
NativeHeap.Configure();
var models = new Argument<string[]>("MODEL") { Description = "Model folders.", Arity = ArgumentArity.OneOrMore };
var use = new Option<string?>("--use") { Description = "Measures this use of one model, here: load, lora, full or head; prints its bytes." };
var precision = new Option<Precision>("--precision") { Description = "What matrix products run in." };
var tokens = new Option<int>("--tokens") { DefaultValueFactory = _ => 1024, Description = "Tokens of a step, where the context has as many; the estimate is for 1,024." };
var command = new RootCommand("Measures the memory that models and their tuning take.") { models, use, precision, tokens };
command.SetAction(async (parsed, cancellationToken) =>
{
    var study = new MemoryStudy(parsed.GetValue(precision), parsed.GetValue(tokens));
    if (parsed.GetValue(use) is { } one) Console.WriteLine(study.Measure(parsed.GetRequiredValue(models)[0], one));
    else await study.PrintAsync(parsed.GetRequiredValue(models), cancellationToken);
});
return await command.Parse(args).InvokeAsync();
