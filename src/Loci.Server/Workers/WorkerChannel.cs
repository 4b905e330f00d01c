using System.Buffers.Binary;
using System.Text.Json;

namespace Loci.Server.Workers;

/// <summary>Messages over two streams: four bytes of length, little-endian, then JSON in UTF-8. Sending is safe from several threads, receiving is for one.</summary>
/// <param name="input">Where messages come from; buffered, since each is read in two.</param>
/// <param name="output">Where they go.</param>
internal sealed class WorkerChannel(Stream input, Stream output)
{
    private const int Longest = 1 << 28;

    private readonly Lock _sending = new();

    /// <summary>Sends a message.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public void Send(WorkerMessage message)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, WorkerJson.Default.WorkerMessage);
        var whole = new byte[sizeof(int) + json.Length]; // one write: the other side is woken once
        BinaryPrimitives.WriteInt32LittleEndian(whole, json.Length);
        json.CopyTo(whole, sizeof(int));
        lock (_sending)
        {
            output.Write(whole);
            output.Flush();
        }
    }

    /// <summary>The next message; null where there are no more.</summary>
    /// <exception cref="InvalidDataException">What comes is no message.</exception>
    public async Task<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        var head = new byte[sizeof(int)];
        if (await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < head.Length) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 2 or > Longest) throw new InvalidDataException($"Expected a message of at most {Longest} bytes between server and worker, found {length}. Something else writes to the worker's standard output.");
        var json = new byte[length];
        if (await input.ReadAtLeastAsync(json, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < length) return null; // it died in the middle of a word
        return JsonSerializer.Deserialize(json, WorkerJson.Default.WorkerMessage);
    }
}
