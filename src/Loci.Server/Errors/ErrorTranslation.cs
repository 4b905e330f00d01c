using System.Text.Json;
using Loci.Server.Engines;
using Loci.Server.Scheduling;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Errors;

/// <summary>Every failure as an error that clients may see. What is not foreseen says nothing but that.</summary>
internal static class ErrorTranslation
{
    /// <summary>The error for an exception, or null where the client has gone and nobody is to be told.</summary>
    public static ApiException? Of(Exception exception) => exception switch
    {
        ApiException known => known,
        InvalidInputException { Message: var message } => ApiException.Invalid(message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new ApiException(
            StatusCodes.Status413PayloadTooLarge, "invalid_request_error", "The body is larger than this server takes. Send less at a time.", parameter: null, "request_too_large"),
        BadHttpRequestException { StatusCode: var status } => new ApiException(status, "invalid_request_error", "The request cannot be read as HTTP.", parameter: null, "bad_request"),
        JsonException => ApiException.Invalid("The body cannot be read as JSON.", code: "invalid_json"),
        EngineLostException lost => ApiException.Unavailable(lost.Message, TimeSpan.FromSeconds(2), lost),
        RunAbandonedException { Reason: AbandonReason.Deadline } => ApiException.TimedOut("The answer took longer than it may. Ask for fewer steps or tokens, or allow more time in tuning.timeout_ms."),
        RunAbandonedException { Reason: AbandonReason.Shutdown } => ApiException.Unavailable("The server is shutting down.", TimeSpan.FromSeconds(5)),
        OperationCanceledException or RunAbandonedException => null,
        _ => new ApiException(StatusCodes.Status500InternalServerError, "server_error", "The server failed on this request; its log says why.", parameter: null, "internal_error"),
    };
}
