using System.Net;
using System.Text.Json;

namespace Loci.Hub;

/// <summary>Asks the Hugging Face hub, or a mirror that speaks like it, what a model consists of. Nothing it answers is believed: names, hashes and sizes are checked. Safe to share between threads.</summary>
public sealed class HubClient : IDisposable
{
    private const long LongestList = 64 << 20;

    private readonly HubConnection _connection;
    private readonly HubSettings _settings;

    /// <summary>Makes the client; nothing is sent yet.</summary>
    /// <param name="settings">Endpoint and token.</param>
    /// <param name="time">Measures waits; the system's clock where it is left out.</param>
    public HubClient(HubSettings settings, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        Time = time ?? TimeProvider.System;
        _connection = new HubConnection(settings, Time);
    }

    internal TimeProvider Time { get; }

    /// <summary>Asks which commit a revision is, and what files it has.</summary>
    /// <param name="repository">The model.</param>
    /// <param name="revision">A branch, tag or commit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such model or revision, or this user may not have it.</exception>
    /// <exception cref="HubException">The hub cannot be reached, or its answer makes no sense.</exception>
    public Task<HubRevision> ReadRevisionAsync(RepositoryName repository, string revision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var address = Address($"api/models/{repository}/revision/{Uri.EscapeDataString(revision)}");
        return Backoff.RunAsync(Time, ReadAsync, cancellationToken);

        async Task<HubRevision> ReadAsync()
        {
            using var response = await _connection.SendAsync(HttpMethod.Get, address, 0, onlyEndpoint: false, cancellationToken).ConfigureAwait(false);
            Check(response, repository, revision, file: null);
            return Revision(await _connection.ReadAllAsync(response, LongestList, cancellationToken).ConfigureAwait(false), address);
        }
    }

    /// <summary>Asks for a file's hash and size.</summary>
    /// <param name="repository">The model.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="name">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidInputException">There is no such file, or this user may not have it.</exception>
    /// <exception cref="HubException">The hub cannot be reached, or names no hash or size.</exception>
    public Task<HubFile> ReadFileAsync(RepositoryName repository, string commit, HubFileName name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var address = FileAddress(repository, commit, name);
        return Backoff.RunAsync(Time, ReadAsync, cancellationToken);

        async Task<HubFile> ReadAsync()
        {
            using var response = await _connection.SendAsync(HttpMethod.Head, address, 0, onlyEndpoint: true, cancellationToken).ConfigureAwait(false);
            Check(response, repository, commit, name);
            var hash = HubHeaders.Hash(response) ?? throw new HubException($"{address}: expected the file's SHA-256 or git hash in its ETag, found none. Without it the file cannot be checked; if HF_ENDPOINT names a mirror, use another.");
            var size = HubHeaders.Size(response) is >= 0 and { } bytes ? bytes : throw new HubException($"{address}: expected the file's size, found none. If HF_ENDPOINT names a mirror, use another.");
            return new HubFile(name, hash, size);
        }
    }

    /// <summary>Frees the connections.</summary>
    public void Dispose() => _connection.Dispose();

    /// <summary>Begins to fetch a file at a byte, or at the first where the server cannot do otherwise.</summary>
    /// <exception cref="HubUnavailableException">The server does not answer now.</exception>
    internal async Task<HubBody> OpenAsync(RepositoryName repository, string commit, HubFile file, long from, CancellationToken cancellationToken)
    {
        var response = await _connection.SendAsync(HttpMethod.Get, FileAddress(repository, commit, file.Name), from, onlyEndpoint: false, cancellationToken).ConfigureAwait(false);
        try
        {
            Check(response, repository, commit, file.Name);
            var first = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? from : 0;
            if (first != 0 && first != from) throw new HubException($"{file.Name}: expected the bytes from {from} on, found those from {first} on.");
            return new HubBody(_connection, response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), first);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private Uri FileAddress(RepositoryName repository, string commit, HubFileName name) => Address($"{repository}/resolve/{commit}/{string.Join('/', name.Parts.Select(Uri.EscapeDataString))}");

    private Uri Address(string path) => new($"{_settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    private void Check(HttpResponseMessage response, RepositoryName repository, string revision, HubFileName? file)
    {
        var status = response.StatusCode;
        if (status < HttpStatusCode.BadRequest) return;
        if (status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            throw new HubUnavailableException($"{_settings.Endpoint}: expected an answer, found that the server is busy or broken (status {(int)status}).") { RetryAfter = response.Headers.RetryAfter?.Delta };
        throw (status, HubHeaders.Error(response)) switch
        {
            (_, "GatedRepo") or (HttpStatusCode.Forbidden, _) => new InvalidInputException(
                $"{repository}: expected leave to fetch it, found that its owner grants it one by one (status {(int)status}). Accept its licence at {Address(repository.Text)} and set HF_TOKEN to a token of that account that may read."),
            (HttpStatusCode.Unauthorized, _) => new InvalidInputException(
                $"{repository}: expected a model that anybody may fetch, found none (status 401): there is none of that name, it is private or gated, or the token is wrong. Check the name; accept its licence at {Address(repository.Text)} and set HF_TOKEN."),
            (HttpStatusCode.NotFound, "RevisionNotFound") => new InvalidInputException($"{repository}: expected a branch, tag or commit '{Visible.Text(revision)}', found none. Its revisions are listed at {Address(repository.Text)}."),
            (HttpStatusCode.NotFound, _) => new InvalidInputException($"{repository}: expected {file?.Text ?? "a model of that name"} at {_settings.Endpoint}, found none (status 404). Check the name and the revision '{Visible.Text(revision)}'."),
            _ => new HubException($"{response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Path)}: expected an answer, found status {(int)status}."),
        };
    }

    private static HubRevision Revision(byte[] json, Uri address)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var commit = document.RootElement.GetProperty("sha").GetString();
            if (!ContentHash.IsCommit(commit)) throw new HubException($"{address}: expected a commit of 40 hexadecimal digits, found '{Visible.Text(commit)}'.");
            var names = document.RootElement.GetProperty("siblings").EnumerateArray().Select(file => file.GetProperty("rfilename").GetString() ?? "").Distinct(StringComparer.Ordinal)
                .Select(text => (Text: text, Name: HubFileName.TryParse(text, out var name) ? name : null)).ToArray();
            return new HubRevision(commit!, [.. names.Select(entry => entry.Name).OfType<HubFileName>()], [.. names.Where(entry => entry.Name is null).Select(entry => entry.Text)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HubException($"{address}: expected a JSON object with a commit (\"sha\") and files (\"siblings\"), found something else. If HF_ENDPOINT names a mirror, it does not speak as the hub does.", e);
        }
    }
}
