using Microsoft.AspNetCore.Http;

namespace Loci.Server.Errors;

/// <summary>A request that is answered by an error of OpenAI's shape. Messages are fit for anyone: no path, prompt or stack is in them.</summary>
internal sealed class ApiException : Exception
{
    public ApiException(int status, string type, string message, string? parameter = null, string? code = null, TimeSpan? retryAfter = null, Exception? cause = null) : base(message, cause) =>
        (Status, Type, Parameter, Code, RetryAfter) = (status, type, parameter, code, retryAfter);

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The kind of error, as OpenAI names them.</summary>
    public string Type { get; }

    /// <summary>What of the request is wrong, or null.</summary>
    public string? Parameter { get; }

    /// <summary>What programs look at, or null.</summary>
    public string? Code { get; }

    /// <summary>When it is worth trying again, or null where it is not.</summary>
    public TimeSpan? RetryAfter { get; }

    public static ApiException Invalid(string message, string? parameter = null, string? code = null) => new(StatusCodes.Status400BadRequest, "invalid_request_error", message, parameter, code);

    public static ApiException NoModel(string model) =>
        new(StatusCodes.Status404NotFound, "invalid_request_error", $"The model '{Quote(model)}' does not exist. GET /v1/models lists those that do.", "model", "model_not_found");

    public static ApiException NotFound(string message, string? code = null) => new(StatusCodes.Status404NotFound, "invalid_request_error", message, parameter: null, code ?? "not_found");

    public static ApiException Busy(string message, TimeSpan retryAfter) => new(StatusCodes.Status429TooManyRequests, "rate_limit_error", message, parameter: null, "rate_limit_exceeded", retryAfter);

    public static ApiException Unavailable(string message, TimeSpan retryAfter, Exception? cause = null) =>
        new(StatusCodes.Status503ServiceUnavailable, "server_error", message, parameter: null, "unavailable", retryAfter, cause);

    public static ApiException TimedOut(string message) => new(StatusCodes.Status408RequestTimeout, "timeout_error", message, parameter: null, "timeout");

    /// <summary>What a client wrote, short and on one line.</summary>
    public static string Quote(string text)
    {
        var plain = string.Concat(text.Take(100).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter));
        return text.Length > 100 ? plain + "…" : plain;
    }
}
