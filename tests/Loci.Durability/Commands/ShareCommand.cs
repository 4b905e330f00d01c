using System.CommandLine;
using Loci.Durability.Sharing;

namespace Loci.Durability.Commands;

/// <summary>The command that reads beside a writer.</summary>
internal static class ShareCommand
{
    /// <summary>Makes it.</summary>
    public static Command Make()
    {
        var (seed, work) = (CommonOptions.Seed(), CommonOptions.Work());
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 600, Description = "How long." };
        var readers = new Option<int>("--readers") { DefaultValueFactory = _ => 8, Description = "How many threads read." };
        var documents = new Option<int>("--documents") { DefaultValueFactory = _ => 60, Description = "About how many documents the writer keeps." };
        var without = new Option<bool>("--without-describe") { Description = "Only search." };
        var command = new Command("share", "Reads a memory with several threads while another process writes to it; fails where anything is seen that never was.") { seconds, readers, documents, without, seed, work };
        command.SetAction(async (parsed, stop) =>
        {
            using var folder = new WorkFolder(parsed.GetValue(work));
            var summary = await new ShareRun(new ShareOptions
            {
                Work = folder.Path, Time = TimeSpan.FromSeconds(parsed.GetValue(seconds)), Readers = parsed.GetValue(readers), Documents = parsed.GetValue(documents),
                Seed = parsed.GetValue(seed), Describes = !parsed.GetValue(without),
            }).RunAsync(stop);
            Console.WriteLine($"{summary}.");
            return folder.Conclude(summary.Faults);
        });
        return command;
    }
}
