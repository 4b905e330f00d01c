using System.Text.Json.Serialization;

namespace Loci.Server.Scheduling;

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
internal enum RunState
{
    /// <summary>It waits for an engine.</summary>
    Queued,

    /// <summary>An engine works on it.</summary>
    Running,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It went wrong or was given up.</summary>
    Failed,
}
