using System.Text.Encodings.Web;
using System.Text.Json;

namespace Loci.Benchmarks.Commands;

/// <summary>Says a result as one JSON document for scripts, or as a line for people.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Say(bool json, object result, string line) => Console.WriteLine(json ? JsonSerializer.Serialize(result, Json) : line);
}
