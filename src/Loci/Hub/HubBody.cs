namespace Loci.Hub;

/// <summary>The bytes of a file on their way.</summary>
/// <param name="connection">Watches for silence.</param>
/// <param name="response">What the bytes belong to; owned.</param>
/// <param name="stream">The bytes.</param>
/// <param name="first">Which byte of the file the first one is.</param>
internal sealed class HubBody(HubConnection connection, HttpResponseMessage response, Stream stream, long first) : IDisposable
{
    public long First => first;

    /// <summary>Reads some bytes; none at the end.</summary>
    /// <exception cref="HubUnavailableException">The connection was lost.</exception>
    public Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => connection.ReadAsync(stream, buffer, cancellationToken);

    public void Dispose()
    {
        stream.Dispose();
        response.Dispose();
    }
}
