// Do adaptations leave anything behind? Adapts one model over and over in one process, with LoRA, all weights and the output layer in turn, and prints
// resident memory and live tensors as they go. Fails where memory grows by more than 50 MB after the warm-up, where a tensor outlives its
// adaptation, or where the base is not bit for bit what it was.
using System.CommandLine;
using System.Globalization;
using Loci.Experiments;
using Loci.Torch;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
NativeHeap.Configure();
var model = new Option<string>("--model") { DefaultValueFactory = _ => "models/loci-small", Description = "Model folder." };
var count = new Option<int>("--count") { DefaultValueFactory = _ => 1000, Description = "Adaptations." };
var warmUp = new Option<int>("--warm-up") { DefaultValueFactory = _ => 50, Description = "Adaptations before memory counts." };
var every = new Option<int>("--every") { DefaultValueFactory = _ => 50, Description = "Adaptations between two lines." };
var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 5, Description = "N, gradient steps of an adaptation." };
var tokens = new Option<int>("--tokens") { DefaultValueFactory = _ => 100, Description = "Mean length of what a step learns from; lengths vary by a quarter." };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of each operation." };
var command = new RootCommand("Measures what adaptations leave behind.") { model, count, warmUp, every, steps, tokens, threads };
command.SetAction((parsed, stop) => Task.FromResult(new AdaptationStudy
{
    Threads = parsed.GetValue(threads),
    Count = parsed.GetValue(count),
    WarmUp = parsed.GetValue(warmUp),
    Every = parsed.GetValue(every),
    Steps = parsed.GetValue(steps),
    Tokens = parsed.GetValue(tokens),
}.Run(parsed.GetValue(model)!, stop)));
return await command.Parse(args).InvokeAsync();
