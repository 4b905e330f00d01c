using System.Net;
using Loci.Server.Page;
using Loci.Server.Tests.Support;

namespace Loci.Server.Tests.Page;

/// <summary>The page's files as they are sent.</summary>
public sealed class PageFileTests(SharedServer shared)
{
    [Fact]
    public async Task Every_file_is_sent_with_its_policy_and_not_twice()
    {
        using var client = shared.Server.Client(); // without a key
        Assert.True(PageAssets.Names.Count() > 20);
        foreach (var path in (string[])["/", .. PageAssets.Names.Select(name => $"/page/{name}")])
        {
            using var whole = await SendAsync(client, path);
            Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
            Assert.Contains("default-src 'self'", Assert.Single(whole.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", whole.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(whole.Headers.GetValues("X-Content-Type-Options")));
            using var again = await SendAsync(client, path, ("If-None-Match", whole.Headers.ETag!.ToString()));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            using var packed = await SendAsync(client, path, ("Accept-Encoding", "br, gzip;q=0.8"));
            Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
            await using var unpacked = new System.IO.Compression.GZipStream(await packed.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), System.IO.Compression.CompressionMode.Decompress);
            using var copy = new MemoryStream();
            await unpacked.CopyToAsync(copy, TestContext.Current.CancellationToken);
            Assert.Equal(await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), copy.ToArray());
        }
    }

    [Theory]
    [InlineData("/page/nothing.js")]
    [InlineData("/page/..%2findex.html")]
    [InlineData("/page/%2e%2e/appsettings.json")]
    [InlineData("/page/")]
    public async Task Nothing_else_is(string path)
    {
        using var client = shared.Server.Client();
        using var response = await SendAsync(client, path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void No_file_holds_script_or_style_within_html_and_none_reads_html()
    {
        foreach (var name in PageAssets.Names)
        {
            var text = System.Text.Encoding.UTF8.GetString(PageAssets.Find(name)!.Bytes);
            Assert.True(text.Count('\n') <= 200, $"{name} is longer than 200 lines.");
            if (name.EndsWith(".html", StringComparison.Ordinal)) Assert.DoesNotMatch("<style|<script>| style=| on[a-z]+=", text);
            foreach (var way in (string[])["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser", "https://"]) Assert.DoesNotContain(way, text, StringComparison.Ordinal);
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
