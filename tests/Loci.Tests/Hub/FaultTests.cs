using Loci.Hub;
using Loci.TestSupport;

namespace Loci.Tests.Hub;

/// <summary>Fetching from a hub or over a line that does not behave.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private const int Cut = 5000;

    private readonly HubBench _bench = new() { Token = "hf_secret" };

    private HubServer Server => _bench.Server;

    private byte[] Weights => Server.Large["model.safetensors"];

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_connection_that_is_lost_is_gone_on_with()
    {
        _bench.SpoilWeights(new HubAnswer { Body = Weights, CutAfter = Cut });
        await HoldWholeAsync();
        Assert.Contains(Server.Requests, request => request is { Storage: true, Method: "GET", From: > 0 });
        Assert.Equal([TimeSpan.FromSeconds(1)], _bench.Time.Waits);
    }

    [Fact]
    public async Task Silence_is_a_lost_connection()
    {
        _bench.SpoilWeights(new HubAnswer { Body = Weights, CutAfter = Cut, Hang = true });
        await _bench.PullAsync(progress: report => _bench.Time.EndNextLongWait = report is { File.Text: "model.safetensors" } && report.Present - SmallBytes == Cut);
        Assert.Contains(Server.Requests, request => request is { Storage: true, From: Cut });
        await HoldWholeAsync();
    }

    [Fact]
    public async Task A_server_that_cannot_begin_in_the_middle_begins_anew()
    {
        _bench.SpoilWeights(new HubAnswer { Body = Weights, CutAfter = Cut });
        _bench.SpoilWeights(new HubAnswer { Body = Weights });
        await HoldWholeAsync();
    }

    [Fact]
    public async Task A_cancelled_download_is_gone_on_with_by_the_next()
    {
        _bench.SpoilWeights(new HubAnswer { Body = Weights, CutAfter = Cut, Hang = true });
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.PullAsync(
            progress: report =>
            {
                if (report.Present - SmallBytes >= Cut) stop.Cancel();
            },
            stop: stop));
        Assert.Equal(Cut, new FileInfo(_bench.Blob + ".incomplete").Length);
        HoldInvisible();
        Assert.Equal(Weights.Length - Cut, (await _bench.PullAsync()).DownloadedBytes);
        await HoldWholeAsync();
    }

    [Fact]
    public async Task Wrong_bytes_are_refused_and_nothing_of_them_is_seen()
    {
        var wrong = (byte[])Weights.Clone();
        wrong[^1] ^= 1;
        _bench.SpoilWeights(new HubAnswer { Body = wrong });
        var e = await Assert.ThrowsAsync<HubException>(() => _bench.PullAsync());
        Assert.Contains("hash", e.Message, StringComparison.Ordinal);
        HoldInvisible();
        Assert.False(File.Exists(_bench.Blob + ".incomplete"));
        await HoldWholeAsync();
    }

    [Fact]
    public async Task Wrong_bytes_of_a_small_file_are_refused_too()
    {
        Server.Faults.Enqueue(request => request is { Method: "GET", File: "config.json" } ? new HubAnswer { Body = "{\"model_type\":\"evils\"}"u8.ToArray() } : null);
        await Assert.ThrowsAsync<HubException>(() => _bench.PullAsync());
        HoldInvisible();
    }

    [Fact]
    public async Task A_spoilt_partial_file_is_thrown_away_and_fetched_anew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_bench.Blob)!);
        await File.WriteAllBytesAsync(_bench.Blob + ".incomplete", new byte[Cut], TestContext.Current.CancellationToken);
        await HoldWholeAsync();
    }

    [Fact]
    public async Task More_bytes_than_announced_are_refused()
    {
        _bench.SpoilWeights(new HubAnswer { Body = [.. Weights, 1] });
        var e = await Assert.ThrowsAsync<HubException>(() => _bench.PullAsync());
        Assert.Contains("found more", e.Message, StringComparison.Ordinal);
        HoldInvisible();
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 2, (byte)'c', 0, 0, 0, 0, 0, 0, 0 }, "pickle")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0, 0, 0 }, "zip")]
    [InlineData(new byte[] { (byte)'G', (byte)'G', (byte)'U', (byte)'F', 0, 0, 0, 0, 0, 0 }, "GGUF")]
    public async Task Another_format_under_a_safetensors_name_is_refused_by_its_content(byte[] content, string says)
    {
        Server.Large["model.safetensors"] = content;
        var e = await Assert.ThrowsAsync<InvalidInputException>(() => _bench.PullAsync());
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        HoldInvisible();
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        foreach (var status in new[] { 500, 503, 429 }) Server.Faults.Enqueue(_ => new HubAnswer { Status = status, Headers = { ["Retry-After"] = "7" } });
        await HoldWholeAsync();
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(7), 3), _bench.Time.Waits);
    }

    [Fact]
    public async Task A_server_that_stays_broken_is_given_up()
    {
        for (var i = 0; i < 5; i++) Server.Faults.Enqueue(_ => new HubAnswer { Status = 502 });
        var e = await Assert.ThrowsAsync<HubException>(() => _bench.PullAsync());
        Assert.Contains("502", e.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 4, 8], _bench.Time.Waits.Select(wait => (int)wait.TotalSeconds));
    }

    [Theory]
    [InlineData(401, null, "HF_TOKEN")]
    [InlineData(403, null, "licence")]
    [InlineData(401, "GatedRepo", "licence")]
    [InlineData(404, null, "owner/tiny")]
    [InlineData(404, "RevisionNotFound", "branch, tag or commit 'main'")]
    public async Task A_refusal_says_what_to_do(int status, string? code, string says)
    {
        var answer = new HubAnswer { Status = status };
        if (code is not null) answer.Headers["X-Error-Code"] = code;
        Server.Faults.Enqueue(_ => answer);
        var e = await Assert.ThrowsAsync<InvalidInputException>(() => _bench.PullAsync());
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_to_nobody_else()
    {
        await _bench.PullAsync();
        Assert.All(Server.Requests, request => Assert.Equal(request.Storage ? null : "Bearer hf_secret", request.Header("Authorization")));
        Assert.Contains(Server.Requests, request => request.Storage);
        Assert.All(Server.Requests, request => Assert.Equal("identity", request.Header("Accept-Encoding")));
    }

    [Fact]
    public async Task A_redirect_within_the_hub_is_followed_with_the_token()
    {
        Server.Faults.Enqueue(_ => new HubAnswer { Status = 307, Headers = { ["Location"] = "/api/models/owner/tiny/revision/moved" } });
        await HoldWholeAsync();
        Assert.Contains(Server.Requests, request => request.Path.EndsWith("/moved", StringComparison.Ordinal) && request.Header("Authorization") is not null);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    public async Task A_redirect_to_what_is_no_web_address_is_refused(string location)
    {
        _bench.SpoilWeights(new HubAnswer { Status = 302, Headers = { ["Location"] = location } });
        await Assert.ThrowsAsync<HubException>(() => _bench.PullAsync());
        HoldInvisible();
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        for (var i = 0; i < 20; i++) Server.Faults.Enqueue(request => new HubAnswer { Status = 302, Headers = { ["Location"] = request.Path } });
        await Assert.ThrowsAsync<HubException>(() => _bench.PullAsync());
    }

    [Theory]
    [InlineData("\"../../../../x\"")]
    [InlineData("\"abc\"")]
    [InlineData("W/\"d41d8cd98f00b204e9800998ecf8427e\"")]
    public async Task An_etag_that_is_no_hash_is_refused(string etag)
    {
        Server.Faults.Enqueue(request => request.Method == "HEAD" ? new HubAnswer { Headers = { ["ETag"] = etag } } : null);
        var e = await Assert.ThrowsAsync<HubException>(() => _bench.PullAsync());
        Assert.Contains("ETag", e.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Escaped());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"sha\":\"../../x\",\"siblings\":[]}")]
    [InlineData("{\"sha\":\"0123456789abcdef0123456789abcdef01234567\",\"siblings\":[{\"rfilename\":\"\\ud800\"}]}")]
    public async Task A_list_that_makes_no_sense_is_refused(string json)
    {
        Server.Faults.Enqueue(_ => new HubAnswer { Body = System.Text.Encoding.UTF8.GetBytes(json) });
        await Assert.ThrowsAsync<HubException>(() => _bench.PullAsync());
    }

    [Fact]
    public async Task Of_two_hundred_hostile_names_none_is_asked_for_and_none_escapes()
    {
        Server.Listed.AddRange(HostileNames.All);
        var model = await _bench.PullAsync();
        Assert.Equal(200, model.Refused.Count);
        Assert.Equal(["README.md", "config.json", "model.safetensors"], Server.Requests.Where(request => request.Path.Contains("/resolve/", StringComparison.Ordinal)).Select(request => request.File).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(3, Directory.GetFileSystemEntries(_bench.Snapshot, "*", SearchOption.AllDirectories).Length);
        Assert.Empty(_bench.Escaped());
    }

    private int SmallBytes => Server.Small.Sum(file => file.Value.Length);

    private async Task HoldWholeAsync()
    {
        var model = await _bench.PullAsync();
        Assert.Equal(Weights, await File.ReadAllBytesAsync(Path.Combine(model.Folder, "model.safetensors"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_bench.Blob + ".incomplete"));
    }

    /// <summary>Nothing that uses the cache finds the model.</summary>
    private void HoldInvisible()
    {
        Assert.Null(new HubCache(_bench.CacheFolder).FindSnapshot(RepositoryName.Parse("owner/tiny")));
        Assert.False(File.Exists(Path.Combine(_bench.Snapshot, "model.safetensors")));
        Assert.False(File.Exists(_bench.Blob));
    }
}
