using Loci.Server.Engines;

namespace Loci.Server.Asking;

/// <summary>Tuning as a request asks for it.</summary>
/// <param name="Job">What to do; its queries are those of the prompts.</param>
/// <param name="View">What to tell of it.</param>
/// <param name="Time">How long the request may take; null for the server's own bound.</param>
internal sealed record AskedTuning(TuningJob Job, TuningView View, TimeSpan? Time);
