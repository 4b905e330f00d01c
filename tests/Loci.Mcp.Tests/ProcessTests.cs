using System.Diagnostics;
using System.Text.Json;

namespace Loci.Mcp.Tests;

/// <summary>How the process of <c>loci mcp</c> behaves at its ends.</summary>
public sealed class ProcessTests(LociServer server)
{
    private const string Hello = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";
    private const string Ready = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    [Fact]
    public async Task Nothing_but_messages_is_on_standard_output_and_the_end_of_input_ends_it()
    {
        using var process = Start(LociServer.Arguments());
        await process.StandardInput.WriteLineAsync(Hello);
        using var hello = await MessageAsync(process);
        await process.StandardInput.WriteLineAsync(Ready);
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"select","arguments":{"prompt":""}}}""");
        using var refused = await MessageAsync(process);
        Assert.Equal((1, 2), (hello.RootElement.GetProperty("id").GetInt32(), refused.RootElement.GetProperty("id").GetInt32()));
        Assert.True(refused.RootElement.GetProperty("result").GetProperty("isError").GetBoolean());
        var errors = await EndAsync(process, code: 0);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_input_in_the_middle_of_a_question_ends_it_cleanly()
    {
        using var process = Start(LociServer.Arguments());
        await process.StandardInput.WriteLineAsync(Hello);
        using var hello = await MessageAsync(process);
        await process.StandardInput.WriteLineAsync(Ready);
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ask","arguments":{"prompt":"The pump","maxTokens":1000000},"_meta":{"progressToken":"t"}}}""");
        for (var step = 1; step <= 4; step++)
        {
            using var told = await MessageAsync(process);
            Assert.Equal("notifications/progress", told.RootElement.GetProperty("method").GetString());
            Assert.Equal(step, told.RootElement.GetProperty("params").GetProperty("progress").GetInt32());
        }
        await EndAsync(process, code: 0);
    }

    [Fact]
    public async Task A_memory_that_is_is_not_there_is_said_on_standard_error()
    {
        using var process = Start(LociServer.Arguments("none.loci"));
        Assert.Contains("none.loci", await EndAsync(process, code: 2), StringComparison.Ordinal);
    }

    private static async Task<JsonDocument> MessageAsync(Process process) => JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(Token))!);

    /// <summary>Closes the input, holds that what is left of the output are messages, and gives standard error.</summary>
    private static async Task<string> EndAsync(Process process, int code)
    {
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        foreach (var line in (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)) JsonDocument.Parse(line).Dispose();
        Assert.True(process.ExitCode == code, $"expected exit code {code}, found {process.ExitCode}: {await errors}");
        return await errors;
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(LociServer.Dotnet) { WorkingDirectory = server.Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in server.Variables) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
