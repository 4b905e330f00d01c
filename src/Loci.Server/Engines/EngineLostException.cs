namespace Loci.Server.Engines;

/// <summary>The engine that worked on a job died. Nothing is wrong with the job, as far as is known: it may be sent again.</summary>
public sealed class EngineLostException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public EngineLostException() : base("The worker that computed this died and is being restarted.") { }

    /// <summary>Creates the exception.</summary>
    public EngineLostException(string message) : base(message) { }

    /// <summary>Creates the exception.</summary>
    public EngineLostException(string message, Exception innerException) : base(message, innerException) { }
}
