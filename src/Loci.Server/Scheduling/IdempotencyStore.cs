using Loci.Server.Errors;
using Loci.Server.Remembering;
using Microsoft.AspNetCore.Http;

namespace Loci.Server.Scheduling;

/// <summary>
/// Results by <c>Idempotency-Key</c>: who sends a request again with its key gets the same run, in flight or done. One that failed is forgotten, so that it may be tried anew. Bounded, by
/// number and time. Safe to share between threads.
/// </summary>
internal sealed class IdempotencyStore(LociOptions options, TimeProvider time) : IDerivedFromMemory
{
    private const int Most = 256;
    private const int LongestKey = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Tenant, string Key), Entry> _entries = [];

    /// <summary>The run of a key, joined; a new one where there is none.</summary>
    /// <param name="tenant">Whose key it is.</param>
    /// <param name="key">The key.</param>
    /// <param name="request">Names the request that it stands for.</param>
    /// <param name="submit">Makes the run.</param>
    /// <exception cref="ApiException">The key stands for another request.</exception>
    public JobRun GetOrAdd(string tenant, string key, string request, Func<JobRun> submit)
    {
        if (key.Length > LongestKey) throw ApiException.Invalid($"Expected an Idempotency-Key of at most {LongestKey} characters, found {key.Length}.", "Idempotency-Key", "out_of_range");
        lock (_lock)
        {
            Forget();
            if (_entries.TryGetValue((tenant, key), out var entry))
            {
                if (entry.Request != request)
                    throw new ApiException(StatusCodes.Status422UnprocessableEntity, "invalid_request_error", "This Idempotency-Key was used with another request. Use a key once per request.", "Idempotency-Key", "idempotency_key_reused");
                if (entry.Run.TryJoin()) return entry.Run;
            }
            var run = submit();
            _entries[(tenant, key)] = new Entry(run, request, time.GetUtcNow());
            return run;
        }
    }

    /// <inheritdoc/>
    public void Forget(string tenant)
    {
        lock (_lock)
        {
            foreach (var name in _entries.Keys.Where(name => name.Tenant == tenant).ToArray()) _entries.Remove(name);
        }
    }

    private void Forget()
    {
        var old = time.GetUtcNow() - options.IdempotencyWindow;
        foreach (var (name, entry) in _entries.ToArray())
        {
            if (entry.Run.State == RunState.Failed || entry.Since < old) _entries.Remove(name);
        }
        foreach (var (name, _) in _entries.OrderBy(entry => entry.Value.Since).Take(Math.Max(0, _entries.Count - Most + 1)).ToArray()) _entries.Remove(name);
    }

    private sealed record Entry(JobRun Run, string Request, DateTimeOffset Since);
}
