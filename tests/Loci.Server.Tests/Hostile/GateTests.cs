using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Loci.Server.Security;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Hostile;

/// <summary>Who is let in.</summary>
public sealed class GateTests(SharedServer shared)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong-key-0123456789")]
    [InlineData("Basic YTpi")]
    public async Task Nobody_without_a_key(string? authorization)
    {
        using var client = shared.Server.Client();
        foreach (var path in (string[])["/v1/models", "/tokenizer_info", "/openapi/v1.json", "/v1/memory"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("invalid_api_key", JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.Error()["code"]!.GetValue<string>());
        }
        Assert.Equal("ok", (await client.ReadAsync("/health/ready"))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_page_of_another_origin_is_told_that_it_may_read()
    {
        using var client = shared.Client();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.False(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Only_this_machine_is_listened_to_without_keys_and_only_by_its_own_names()
    {
        var (code, _, errors) = await shared.Folder.RunAsync("serve", "--host", "0.0.0.0", "--port", "0");
        Assert.Equal(2, code);
        Assert.Contains("--api-key-file", errors, StringComparison.Ordinal);
        await using var open = await ServerProcess.StartAsync(shared.Folder);
        Assert.Equal(IPAddress.Loopback.ToString(), open.Address.Host);
        using var client = open.Client();
        Assert.NotEmpty((await client.ReadAsync("/v1/models"))["data"]!.AsArray());
        Assert.StartsWith("HTTP/1.1 403", await GetAsync(open.Address.Port, "rebound.example"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await GetAsync(open.Address.Port, "localhost"), StringComparison.Ordinal);
        using var memory = await client.GetAsync("/v1/memory", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, memory.StatusCode);
    }

    [Fact]
    public void Keys_are_read_from_lines_and_lists()
    {
        var keys = ApiKey.Parse("# comment\n\nalpha=first-key-0123456789\r\nsecond-key-0123456789 , beta = third-key-0123456789\n");
        Assert.Equal(["alpha", "", "beta"], keys.Select(key => key.Tenant));
        var ring = new KeyRing(keys);
        Assert.Equal(("alpha", "", "beta", null), (ring.TenantOf("first-key-0123456789"), ring.TenantOf("second-key-0123456789"), ring.TenantOf("third-key-0123456789"), ring.TenantOf("first-key-012345678")));
        var short1 = new LociOptions { Keys = ApiKey.Parse("short") };
        Assert.Throws<InvalidInputException>(short1.Validate);
        var twice = new LociOptions { Keys = ApiKey.Parse("a=first-key-0123456789,b=first-key-0123456789") };
        Assert.Throws<InvalidInputException>(twice.Validate);
    }

    private static async Task<string> GetAsync(int port, string host)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /v1/models HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
