namespace Loci.ExtensionsAI.Tests;

/// <summary>A synchronisation context whose only thread is the one that waits: what is posted to it never runs.</summary>
internal sealed class DeafContext : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state)
    {
    }

    public override SynchronizationContext CreateCopy() => this;
}
