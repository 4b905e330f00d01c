namespace Loci.Hub;

/// <summary>The hub could not be reached, or what it sent is not what it said: nothing the user gave is wrong. The message is fit to be shown as it is.</summary>
public sealed class HubException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public HubException() : base("The hub could not be used.") { }

    /// <summary>Creates the exception.</summary>
    public HubException(string message) : base(message) { }

    /// <summary>Creates the exception.</summary>
    public HubException(string message, Exception innerException) : base(message, innerException) { }
}
