namespace Loci.OpenAI;

/// <summary>An endpoint does not answer, or not as the protocol says, after it was tried again. The message names the endpoint and is fit to be shown as it is.</summary>
public sealed class EndpointException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public EndpointException() : base("The endpoint does not answer.") { }

    /// <summary>Creates the exception.</summary>
    public EndpointException(string message) : base(message) { }

    /// <summary>Creates the exception.</summary>
    public EndpointException(string message, Exception innerException) : base(message, innerException) { }
}
