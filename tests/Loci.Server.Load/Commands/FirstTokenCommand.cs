using System.CommandLine;
using Loci.Server.Load.Requests;
using Loci.Server.Load.Running;
using Loci.Server.Load.Timing;

namespace Loci.Server.Load.Commands;

/// <summary>Time to the first token without tuning, beside the library's.</summary>
internal static class FirstTokenCommand
{
    public static Command Make()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 60 };
        var command = new Command("first-token", "Time to the first token without tuning, beside the library's.") { rounds };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(parsed.GetValue(rounds));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int rounds)
    {
        await using var server = await LoadServer.StartAsync();
        using var model = LocalModel.Load();
        var run = new FirstTokenRun(server, model);
        foreach (var tokens in (int[])[8, 128, 500])
        {
            var (library, asked) = await run.RunAsync(rounds, tokens);
            var (own, served) = (Posting.Quantile(library, 0.5), Posting.Quantile(asked, 0.5));
            var (quick, quickest) = (Posting.Quantile(library, 0.1), Posting.Quantile(asked, 0.1)); // what other work on the machine leaves alone
            Console.WriteLine($"prompts of {tokens} tokens, {rounds} in turn: first token of the library after {own:0.00} ms, of the server after {served:0.00} ms (medians): {served - own:+0.00;-0.00} ms, {served / own:0.000} times; the quickest tenth {quick:0.00} and {quickest:0.00} ms: {quickest - quick:+0.00;-0.00} ms, {quickest / quick:0.000} times.");
        }
    }
}
