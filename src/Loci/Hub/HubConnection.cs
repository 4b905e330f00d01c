using System.Net;
using System.Net.Http.Headers;

namespace Loci.Hub;

/// <summary>
/// Requests to the hub. Redirects are followed here and not by the framework, so that the token reaches the endpoint alone, never the servers that it sends
/// large files from; and so that nothing that began encrypted goes on in the clear. Every wait has an end. Safe to share between threads.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MostRedirects = 8;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http;
    private readonly HubSettings _settings;
    private readonly TimeProvider _time;

    public HubConnection(HubSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a request without content and follows where it leads.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="address">Where.</param>
    /// <param name="from">First byte wanted.</param>
    /// <param name="onlyEndpoint">Whether a redirect to another server is the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HubUnavailableException">No answer, or one that asks to come again.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, long from, bool onlyEndpoint, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            var response = await SendOnceAsync(method, address, from, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(response)) return response;
            var next = Next(address, response);
            if (onlyEndpoint && (!IsEndpoint(next) || response.Headers.Contains(HubHeaders.LinkedHash))) return response;
            response.Dispose();
            address = next;
        }
        throw new HubException($"{_settings.Endpoint}: expected an answer, found more than {MostRedirects} redirects.");
    }

    /// <summary>Reads a part of a body.</summary>
    /// <exception cref="HubUnavailableException">The connection was lost, or nothing came for long.</exception>
    public Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken) =>
        PatientlyAsync(async patience => await body.ReadAsync(buffer, patience).ConfigureAwait(false), cancellationToken);

    /// <summary>Reads a whole body of bounded length.</summary>
    /// <exception cref="HubUnavailableException">The connection was lost, or nothing came for long.</exception>
    public Task<byte[]> ReadAllAsync(HttpResponseMessage response, long most, CancellationToken cancellationToken) => PatientlyAsync(
        async patience =>
        {
            await response.Content.LoadIntoBufferAsync(most, patience).ConfigureAwait(false);
            return await response.Content.ReadAsByteArrayAsync(patience).ConfigureAwait(false);
        },
        cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri address, long from, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity")); // hashes and sizes are those of the file itself
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("loci", typeof(HubConnection).Assembly.GetName().Version?.ToString(3)));
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, to: null);
        if (_settings.Token is { } token && IsEndpoint(address) && (address.Scheme == "https" || address.IsLoopback)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await PatientlyAsync(patience => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience), cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(Silence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubUnavailableException($"{_settings.Endpoint}: expected an answer, found silence for {Silence.TotalSeconds} seconds.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw Lost(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private Exception Lost(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            new HubException($"{_settings.Endpoint}: expected a server of that name, found none. Is this machine online? HF_ENDPOINT names a mirror; what was fetched before is used without the network.", e),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new HubException($"{_settings.Endpoint}: expected an encrypted connection, found none: {e.InnerException?.Message ?? e.Message}", e),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            new HubException($"{_settings.Endpoint}: expected a short answer, found an endless one.", e),
        _ => new HubUnavailableException($"{_settings.Endpoint}: the connection was lost: {e.Message}", e),
    };

    private Uri Next(Uri address, HttpResponseMessage response)
    {
        var next = response.Headers.Location is { } location ? new Uri(address, location) : null;
        if (next is null || next.Scheme is not ("http" or "https")) throw new HubException($"{_settings.Endpoint}: expected a redirect to a web address, found '{Visible.Text(next?.Scheme ?? "none")}'.");
        if (address.Scheme == "https" && next.Scheme != "https") throw new HubException($"{_settings.Endpoint}: expected to stay encrypted, found a redirect to {next.Host} in the clear. It was not followed.");
        return next;
    }

    private bool IsEndpoint(Uri address) => Uri.Compare(address, _settings.Endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
