using System.Text.Json.Serialization;

namespace Loci.Server.Engines;

/// <summary>Whether what was learnt answers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GuardVerdict>))]
public enum GuardVerdict
{
    /// <summary>It predicts the query better than the base, and answers.</summary>
    Kept,

    /// <summary>It does not, and the base answers.</summary>
    Refused,

    /// <summary>Nobody asked; it answers.</summary>
    Off,

    /// <summary>Numbers were not finite; the base answers.</summary>
    Broken,

    /// <summary>There was nothing to learn from; the base answers.</summary>
    Nothing,
}
