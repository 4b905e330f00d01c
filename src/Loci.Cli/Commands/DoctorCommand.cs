using System.CommandLine;
using Loci.Cli.Doctor;
using Loci.Cli.Hosting;
using Spectre.Console;

namespace Loci.Cli.Commands;

/// <summary><c>loci doctor</c>: what this machine has, and what is wrong where something does not work.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Look at this machine: cores, libtorch, model, memories; name the cause where something does not work.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = await Examination.RunAsync(cancellationToken);
            var works = findings.All(finding => finding.Works);
            Output.Of(parsed).Answer(new { Works = works, Findings = findings }, console =>
            {
                foreach (var finding in findings)
                {
                    console.WriteLine($"{(finding.Works ? "ok  " : "FAIL")} {finding.Name,-20} {finding.Value}");
                    if (finding.Advice is { } advice) console.WriteLine($"     {advice}");
                }
            });
            return works ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }
}
