using System.Text.Json.Serialization;

namespace Loci.Server.Workers;

/// <summary>How a job ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobEnd>))]
internal enum JobEnd
{
    /// <summary>Well.</summary>
    Done,

    /// <summary>It was given up.</summary>
    Stopped,

    /// <summary>It cannot be done as it was given.</summary>
    Refused,

    /// <summary>It failed.</summary>
    Failed,
}
