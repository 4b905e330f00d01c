using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text.Json;

namespace Loci.Server.Workers;

/// <summary>Messages over two streams: four bytes of length, little-endian, then JSON in UTF-8. Sending is safe from several threads, receiving is for one.</summary>
/// <param name="input">Where messages come from.</param>
/// <param name="output">Where they go.</param>
internal sealed class WorkerChannel(Stream input, Stream output)
{
    private const int Longest = 1 << 28;

    private readonly PipeReader _input = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true)); // length and message, often several of them, by one read
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
        if (await TakeAsync(sizeof(int), cancellationToken).ConfigureAwait(false) is not { } head) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 2 or > Longest) throw new InvalidDataException($"Expected a message of at most {Longest} bytes between server and worker, found {length}. Something else writes to the worker's standard output.");
        if (await TakeAsync(length, cancellationToken).ConfigureAwait(false) is not { } json) return null; // it died in the middle of a word
        return JsonSerializer.Deserialize(json, WorkerJson.Default.WorkerMessage);
    }

    /// <summary>The next bytes; null where there are not so many more.</summary>
    private async Task<byte[]?> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var read = await _input.ReadAtLeastAsync(count, cancellationToken).ConfigureAwait(false);
        var bytes = read.Buffer.Length < count ? null : read.Buffer.Slice(0, count).ToArray();
        _input.AdvanceTo(bytes is null ? read.Buffer.Start : read.Buffer.GetPosition(count));
        return bytes;
    }
}
