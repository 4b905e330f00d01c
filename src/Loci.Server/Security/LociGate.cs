using System.Globalization;
using System.Threading.RateLimiting;
using Loci.Server.Errors;
using Loci.Server.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Loci.Server.Security;

/// <summary>
/// What every request passes: the Host header is one of ours; what needs a key has one; no tenant asks more often than it may; and whatever goes wrong, in here or behind, is told in OpenAI's
/// shape, without paths, prompts or stacks.
/// </summary>
internal sealed class LociGate : IDisposable
{
    private const int Drained = 16; // times the bound: a client that is still sending would not see why it is refused if the connection were closed at once

    private readonly RequestDelegate _next;
    private readonly LociOptions _options;
    private readonly ILogger<LociGate> _log;
    private readonly KeyRing _keys;
    private readonly HostNames _hosts;
    private readonly PartitionedRateLimiter<string>? _rates;

    public LociGate(RequestDelegate next, LociOptions options, KeyRing keys, ILogger<LociGate> log)
    {
        (_next, _options, _keys, _log) = (next, options, keys, log);
        _hosts = new HostNames(options.Hosts);
        if (options.Load.PerMinute is { } most)
            _rates = PartitionedRateLimiter.Create<string, string>(tenant => RateLimitPartition.GetSlidingWindowLimiter(tenant, _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = most, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6,
            }));
    }

    /// <summary>Lets a request through, or answers it.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var ours = _options.ProtectedPaths.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            if (!_hosts.Allows(context.Request.Host)) throw new ApiException(StatusCodes.Status403Forbidden, "invalid_request_error", "This server does not answer to that Host.", parameter: null, "host_not_allowed");
            if (ours) LetIn(context);
            await _next(context).ConfigureAwait(false);
            if (ours && !context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentType is null) throw Plain(context);
        }
        catch (Exception failure) when ((ours || failure is ApiException) && !context.Response.HasStarted) // a stream has told its client already, and is to be broken off
        {
            await TellAsync(context, failure).ConfigureAwait(false);
        }
    }

    public void Dispose() => _rates?.Dispose();

    private void LetIn(HttpContext context)
    {
        Caller.Set(context, _keys.IsOpen ? "" : TenantOf(context.Request));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = Drained * _options.Limits.BodyBytes;
        using var lease = _rates?.AttemptAcquire(Caller.TenantOf(context));
        if (lease is { IsAcquired: false })
            throw ApiException.Busy($"More than {_options.Load.PerMinute} requests in a minute.", lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(10));
    }

    private string TenantOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var secret = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        return _keys.TenantOf(secret) ?? throw new ApiException(
            StatusCodes.Status401Unauthorized, "authentication_error",
            secret.Length == 0 ? "Expected a key in the header 'Authorization: Bearer KEY', found none." : "The key in the header 'Authorization' is none of this server's.", parameter: null, "invalid_api_key");
    }

    private static ApiException Plain(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ApiException.NotFound("There is nothing at this address. The API's description is at /openapi/v1.json."),
        StatusCodes.Status405MethodNotAllowed => new ApiException(StatusCodes.Status405MethodNotAllowed, "invalid_request_error", "This address does not take that method.", parameter: null, "method_not_allowed"),
        var status => new ApiException(status, "invalid_request_error", string.Create(CultureInfo.InvariantCulture, $"The request was refused (status {status})."), parameter: null, code: null),
    };

    private async Task TellAsync(HttpContext context, Exception failure)
    {
        var error = context.RequestAborted.IsCancellationRequested ? null : ErrorTranslation.Of(failure);
        if (error is { Status: StatusCodes.Status500InternalServerError })
            ServerLog.RequestFailed(_log, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "", failure);
        if (error is null)
        {
            context.Abort();
            return;
        }
        context.Response.Headers.Remove("X-Tuning-Job");
        await ErrorWriter.WriteAsync(context, error).ConfigureAwait(false);
    }
}
