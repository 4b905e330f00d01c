namespace Loci.Hub;

/// <summary>
/// Fetches contents into the cache. A blob gets its name only when it is complete and has the hash it is named by; until then it is <c>hash.incomplete</c>, as
/// huggingface_hub calls it, and is gone on with after a lost connection, a cancellation or a crash. A lock, the one Python takes, keeps two from writing one blob.
/// </summary>
internal sealed class BlobDownload(HubClient client, HubCache cache, RepositoryName repository, string commit)
{
    private const int BufferLength = 1 << 18;
    private const long ProgressThatCounts = 1 << 20;
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)]; // EAGAIN of Linux and of macOS, a sharing violation of Windows
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether the content is there.</summary>
    public bool Has(HubFile file) => Length(cache.Blob(repository, file.Hash)) == file.Size;

    /// <summary>Bytes of the content that are there, complete or not.</summary>
    public long Present(HubFile file) => Has(file) ? file.Size : Math.Min(file.Size, Length(Partial(file)));

    /// <summary>Fetches the content if it is not there.</summary>
    /// <param name="file">Which.</param>
    /// <param name="present">Is told how many bytes of it are there, from time to time.</param>
    /// <param name="cancellationToken">Stops; what came stays for the next time.</param>
    /// <returns>Bytes that came over the network.</returns>
    /// <exception cref="HubException">The connection was lost too often, or the content is not what the hub said it is.</exception>
    /// <exception cref="InvalidInputException">It is another format under a safetensors name.</exception>
    public async Task<long> FetchAsync(HubFile file, Action<long> present, CancellationToken cancellationToken)
    {
        if (Has(file)) return 0;
        var (blob, partial) = (cache.Blob(repository, file.Hash), Partial(file));
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        using var taken = await LockAsync(file, cancellationToken).ConfigureAwait(false);
        if (Has(file)) return 0;
        var resumed = Length(partial) > 0;
        var received = await CompleteAsync(file, partial, present, cancellationToken).ConfigureAwait(false);
        var whole = await IsWholeAsync(file, partial, cancellationToken).ConfigureAwait(false);
        if (!whole && resumed) // what was there before may have been wrong: once more, from the start
        {
            received += await CompleteAsync(file, partial, present, cancellationToken).ConfigureAwait(false);
            whole = await IsWholeAsync(file, partial, cancellationToken).ConfigureAwait(false);
        }
        if (!whole) throw new HubException($"{repository}, {file.Name}: expected content with the hash {file.Hash}, found other content. It was deleted; nothing of it was kept. Try again, and if HF_ENDPOINT names a mirror, another one.");
        RefuseForeign(file, partial);
        File.Move(partial, blob, overwrite: true);
        return received;
    }

    private string Partial(HubFile file) => cache.Blob(repository, file.Hash) + ".incomplete";

    private static long Length(string path) => File.Exists(path) ? HubCache.Length(path) : 0;

    /// <summary>Whether the bytes are the ones asked for; others are deleted.</summary>
    private static async Task<bool> IsWholeAsync(HubFile file, string partial, CancellationToken cancellationToken)
    {
        if (await ContentHash.OfAsync(partial, file.Hash, cancellationToken).ConfigureAwait(false) == file.Hash) return true;
        File.Delete(partial);
        return false;
    }

    private static void RefuseForeign(HubFile file, string partial)
    {
        try
        {
            if (file.Name.Text.EndsWith(".safetensors", StringComparison.Ordinal)) Tensors.SafetensorsFile.Open(partial).Dispose();
        }
        catch (InvalidInputException)
        {
            File.Delete(partial);
            throw;
        }
    }

    private async Task<FileStream> LockAsync(HubFile file, CancellationToken cancellationToken)
    {
        var path = cache.Lock(repository, file.Hash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (Array.IndexOf(Taken, e.HResult) >= 0) // another process fetches this blob: wait for it
            {
                await Task.Delay(BetweenLooks, client.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Appends to the partial file until it has all bytes, through lost connections.</summary>
    private async Task<long> CompleteAsync(HubFile file, string partial, Action<long> present, CancellationToken cancellationToken)
    {
        using var target = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        if (target.Length > file.Size) target.SetLength(0);
        var backoff = new Backoff(client.Time);
        long received = 0, furthest = target.Length;
        while (true)
        {
            try
            {
                if (target.Length == file.Size)
                {
                    target.Flush(flushToDisk: true);
                    return received;
                }
                await AppendAsync(file, target, Report, cancellationToken).ConfigureAwait(false);
            }
            catch (HubUnavailableException e)
            {
                if (target.Length - furthest >= ProgressThatCounts) backoff.Progressed(); // not what a server without Range sends anew each time
                furthest = Math.Max(furthest, target.Length);
                await backoff.WaitAsync(e, cancellationToken).ConfigureAwait(false);
            }
        }

        void Report(int bytes)
        {
            received += bytes;
            present(target.Length);
        }
    }

    private async Task AppendAsync(HubFile file, FileStream target, Action<int> received, CancellationToken cancellationToken)
    {
        using var body = await client.OpenAsync(repository, commit, file, target.Length, cancellationToken).ConfigureAwait(false);
        target.SetLength(body.First); // a server that cannot begin in the middle begins anew
        target.Seek(0, SeekOrigin.End);
        var buffer = new byte[BufferLength];
        while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (target.Length + read > file.Size)
            {
                target.SetLength(0);
                throw new HubException($"{repository}, {file.Name}: expected {file.Size} bytes, found more. Nothing of it was kept.");
            }
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            received(read);
        }
        if (target.Length < file.Size) throw new HubUnavailableException($"{repository}, {file.Name}: the connection was closed after {target.Length} of {file.Size} bytes.");
    }
}
