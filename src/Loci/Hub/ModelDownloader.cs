namespace Loci.Hub;

/// <summary>
/// Fetches models from the hub into the cache it shares with huggingface_hub: what is there is not fetched again, what was broken off is gone on with, every file has
/// the hash that the hub names, and a revision appears only when all of it is there. Safe to use from any number of threads and processes.
/// </summary>
/// <param name="client">Asks the hub.</param>
/// <param name="settings">The cache's folder, and whether the network may be used.</param>
public sealed class ModelDownloader(HubClient client, HubSettings settings)
{
    private readonly HubCache _cache = new(settings.CacheFolder);

    /// <summary>Fetches a model: descriptions, tokenizer, licence and safetensors weights.</summary>
    /// <param name="repository">Which.</param>
    /// <param name="revision">A branch, tag or commit.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Stops; what came stays and the next download goes on from it.</param>
    /// <exception cref="InvalidInputException">There is no such model, this user may not have it, it has no safetensors weights, there is no room for it, or it is not in the cache and the network may not be used.</exception>
    /// <exception cref="HubException">The hub cannot be reached, or sends what it did not announce.</exception>
    public async Task<DownloadedModel> DownloadAsync(
        RepositoryName repository, string revision = HubCache.DefaultRevision, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (!HubFileName.TryParse(revision, out var reference)) throw new InvalidInputException($"expected a branch, tag or commit, found the revision '{Visible.Text(revision)}'.");
        if (settings.Offline) return Present(repository, revision);
        var found = await client.ReadRevisionAsync(repository, revision, cancellationToken).ConfigureAwait(false);
        var names = ModelFiles.Of(repository, found);
        var missing = await MissingAsync(repository, found.Commit, names, cancellationToken).ConfigureAwait(false);
        var received = await FetchAsync(repository, found.Commit, missing, progress, cancellationToken).ConfigureAwait(false);
        _cache.WriteReference(repository, reference, found.Commit);
        var bytes = names.Sum(name => HubCache.Length(_cache.Place(repository, found.Commit, name)));
        return new DownloadedModel(repository, found.Commit, _cache.Snapshot(repository, found.Commit), names.Count, bytes, received, found.Refused);
    }

    /// <summary>What the cache has, without asking anybody.</summary>
    private DownloadedModel Present(RepositoryName repository, string revision)
    {
        var folder = _cache.FindSnapshot(repository, revision)
            ?? throw new InvalidInputException($"{repository}: expected it in {_cache.Folder}, found no revision '{Visible.Text(revision)}' of it there, and HF_HUB_OFFLINE forbids asking the hub. Unset that, or copy the model's folder into the cache.");
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        return new DownloadedModel(repository, Path.GetFileName(folder), folder, files.Length, files.Sum(HubCache.Length), 0, []);
    }

    /// <summary>The files that the snapshot lacks.</summary>
    private async Task<IReadOnlyList<HubFile>> MissingAsync(RepositoryName repository, string commit, IReadOnlyList<HubFileName> names, CancellationToken cancellationToken)
    {
        var missing = new List<HubFile>();
        foreach (var name in names.Where(name => !HubCache.IsThere(_cache.Place(repository, commit, name))))
            missing.Add(await client.ReadFileAsync(repository, commit, name, cancellationToken).ConfigureAwait(false));
        return missing;
    }

    private async Task<long> FetchAsync(RepositoryName repository, string commit, IReadOnlyList<HubFile> files, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var download = new BlobDownload(client, _cache, repository, commit);
        var (bytes, before, received) = (files.Sum(file => file.Size), files.Sum(download.Present), 0L);
        RequireRoom(repository, bytes - before);
        var done = 0L;
        foreach (var file in files)
        {
            var (isNew, already) = (!download.Has(file), download.Present(file));
            received += await download.FetchAsync(
                file, present => progress?.Report(new DownloadProgress(file.Name, done + present, bytes, received + Math.Max(0, present - already))), cancellationToken).ConfigureAwait(false);
            _cache.Link(repository, commit, file, isNew);
            done += file.Size;
        }
        return received;
    }

    private void RequireRoom(RepositoryName repository, long bytes)
    {
        if (bytes <= 0) return;
        Directory.CreateDirectory(_cache.Folder);
        var free = new DriveInfo(_cache.Folder).AvailableFreeSpace;
        if (free < bytes) throw new InvalidInputException($"{repository}: expected room for {bytes / 1e9:0.00} GB in {_cache.Folder}, found {free / 1e9:0.00} GB. Free some, or name another folder with HF_HUB_CACHE.");
    }
}
