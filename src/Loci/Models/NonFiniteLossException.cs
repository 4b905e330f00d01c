namespace Loci.Models;

/// <summary>A gradient step met a loss or gradient that is not finite. The step was not taken and the weights are as before it.</summary>
public sealed class NonFiniteLossException : InvalidOperationException
{
    /// <summary>Creates the exception with a general message.</summary>
    public NonFiniteLossException() : base("The loss is not finite; the step was not taken.") { }

    /// <summary>Creates the exception.</summary>
    public NonFiniteLossException(string message) : base(message) { }

    /// <summary>Creates the exception.</summary>
    public NonFiniteLossException(string message, Exception innerException) : base(message, innerException) { }
}
