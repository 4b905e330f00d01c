// When is it worth while to take the steps of several prompts together? Times one LoRA step of each of P prompts, one after another and in one pass, in turns.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Loci.Models;
using Loci.Torch;
using Loci.Torch.Tuning;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
NativeHeap.Configure();
var folder = new Option<string>("--model") { DefaultValueFactory = _ => "models/loci-small", Description = "Model folder." };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of each operation." };
var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9, Description = "Timed turns of each." };
var command = new RootCommand("Times steps of several prompts, alone and together.") { folder, threads, rounds };
command.SetAction(parsed =>
{
    TorchRuntime.SetThreads(parsed.GetValue(threads));
    using var model = CausalLanguageModel.Load(parsed.GetValue(folder)!);
    Console.WriteLine("| tokens of a text | prompts | one after another, ms | together, ms | × |\n| ---: | ---: | ---: | ---: | ---: |");
    for (var tokens = 48; tokens <= 384; tokens *= 2)
    {
        for (var prompts = 2; prompts <= 8; prompts *= 2) Compare(model, tokens, prompts, parsed.GetValue(rounds));
    }
});
return await command.Parse(args).InvokeAsync();

static void Compare(CausalLanguageModel model, int tokens, int prompts, int rounds)
{
    var random = new Random(tokens);
    var tuner = new LoraTuner();
    int[][] texts = [.. Enumerable.Range(0, prompts).Select(_ => Enumerable.Range(0, tokens).Select(_ => random.Next(1, model.Tokenizer.VocabularySize)).ToArray())];
    ITuningSession[] sessions = [.. texts.Select(_ => tuner.Begin(model, 2 * rounds))];
    List<double> alone = [], together = [];
    for (var round = 0; round <= rounds; round++)
    {
        alone.Add(Milliseconds(() => Array.ForEach([.. Enumerable.Range(0, prompts)], i => sessions[i].Step(texts[i]))));
        together.Add(Milliseconds(() => tuner.StepTogether(sessions, texts)));
    }
    Array.ForEach(sessions, session => session.Dispose());
    var (one, all) = (Median(alone), Median(together));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {tokens} | {prompts} | {one:0.0} | {all:0.0} | {one / all:0.00} |"));
}

static double Milliseconds(Action work)
{
    var started = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}

static double Median(List<double> times) => times.Skip(1).Order().ElementAt((times.Count - 1) / 2); // the first is to warm up
