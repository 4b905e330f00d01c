using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Loci.Server.Load.Malforming;
using Loci.Server.Load.Requests;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Commands;

/// <summary>Thousands of damaged bodies: always a status below 500, errors in OpenAI's shape, and none that hangs.</summary>
internal static class MalformCommand
{
    private static readonly string[] Paths = ["/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/select", "/v1/memory/documents", "/v1/memory/forget", "/v1/memory/search", "/tokenize", "/detokenize"];

    public static Command Make()
    {
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 10000 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("malform", "Damaged bodies.") { count, seed };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(parsed.GetValue(count), new Random(parsed.GetValue(seed)));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int count, Random random)
    {
        await using var server = await LoadServer.StartAsync();
        using var client = server.Client(0);
        var statuses = new SortedDictionary<int, int>();
        var (clock, slowest) = (Stopwatch.StartNew(), TimeSpan.Zero);
        for (var i = 0; i < count; i++)
        {
            var path = Paths[random.Next(Paths.Length)];
            var bytes = BodyDamage.Next(random, path);
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            var began = clock.Elapsed;
            using var response = await client.PostAsync(path, content);
            var text = await response.Content.ReadAsStringAsync();
            var status = (int)response.StatusCode;
            BrokenPromiseException.Unless(status is >= 200 and < 500 && (status < 400 || Posting.IsError(text)), $"{path} answered {status} to {Encoding.UTF8.GetString(bytes)}: {text}");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            slowest = clock.Elapsed - began > slowest ? clock.Elapsed - began : slowest;
        }
        Console.WriteLine($"{count} damaged bodies: {string.Join(", ", statuses.Select(status => $"{status.Key} {status.Value}"))}; slowest {slowest.TotalMilliseconds:0} ms; {clock.Elapsed.TotalSeconds:0.0} s.");
    }
}
