using System.CommandLine;
using System.Diagnostics;
using Loci.Server.Load.Poisoning;
using Loci.Server.Load.Running;
using Loci.Server.Load.Timing;

namespace Loci.Server.Load.Commands;

/// <summary>What hostile text in a memory does, with and without what is there against it.</summary>
internal static class PoisonCommand
{
    public static Command Make()
    {
        var texts = new Option<string>("--texts") { Description = "Folder of Markdown files.", DefaultValueFactory = _ => "docs" };
        var prompts = new Option<int>("--prompts") { DefaultValueFactory = _ => 16 };
        var command = new Command("poison", "A memory with a hostile source, with and without bounds.") { texts, prompts };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(parsed.GetRequiredValue(texts), parsed.GetValue(prompts));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(string texts, int prompts)
    {
        using var folder = new LociFolder();
        using var model = LocalModel.Load();
        var clock = Stopwatch.StartNew();
        Console.WriteLine("| attack | bounds | picks that are hostile, % | adaptations in force, % | loss on clean text, % of the base | the worst prompt |\n| --- | --- | --- | --- | --- | --- |");
        await foreach (var outcome in new PoisonRun(model, Corpus.Read(texts, prompts), folder.At()).RunAsync(Enum.GetValues<Attack>(), Bounds.All))
            Console.WriteLine($"| {outcome.Attack} | {outcome.Bounds.Name} | {100 * outcome.HostileShare:0} | {100 * outcome.Kept:0} | {outcome.Loss:0.0} | {outcome.Worst:0.0} |");
        Console.WriteLine($"{prompts} prompts, {clock.Elapsed.TotalSeconds:0} s.");
    }
}
