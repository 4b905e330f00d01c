namespace Loci;

/// <summary>
/// What a user gave cannot be used: a file, an option, a memory or a model. The message says what was expected, what was found and what to do,
/// and is fit to be shown as it is. The command line answers it with exit code 2.
/// </summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public InvalidInputException() : base("The input cannot be used.") { }

    /// <summary>Creates the exception.</summary>
    public InvalidInputException(string message) : base(message) { }

    /// <summary>Creates the exception.</summary>
    public InvalidInputException(string message, Exception innerException) : base(message, innerException) { }
}
