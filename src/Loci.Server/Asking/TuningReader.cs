using System.Text.Json;
using Loci.Server.Engines;
using Loci.Server.Errors;
using Loci.Server.Protocol;

namespace Loci.Server.Asking;

/// <summary>Reads what is to be learnt. A field that is misspelt, out of range or about another memory is refused: it would change the answer.</summary>
/// <param name="options">Defaults and bounds.</param>
internal sealed class TuningReader(LociOptions options)
{
    /// <summary>Reads the object; null where nothing is to be learnt.</summary>
    /// <param name="fields">The object, or null.</param>
    /// <param name="byName">Whether the model's name asks for it.</param>
    /// <param name="identity">What the engines can do.</param>
    /// <param name="tenant">Whose memory is read.</param>
    /// <param name="queries">The queries by what is asked for: <c>prompt</c> or <c>context</c> with its number of tokens, one per prompt.</param>
    /// <param name="standardQuery">What is asked for where the object does not say.</param>
    public AskedTuning? Read(TuningFields? fields, bool byName, EngineIdentity identity, string tenant, Func<string, int?, IReadOnlyList<string>> queries, string standardQuery)
    {
        Field.NoneUnknown("tuning.", fields?.Unknown);
        if (!(fields?.Enabled ?? (byName || fields is not null))) return null;
        fields ??= new TuningFields();
        if (!identity.Tunes) throw ApiException.Invalid("This server has no memory to learn from. Leave 'tuning' out.", "tuning", "tuning_unavailable");
        if (fields.Memory is { } memory && memory != "default" && memory != options.MemoryName)
            throw ApiException.NotFound($"The memory '{ApiException.Quote(memory)}' does not exist.", "memory_not_found");
        var (query, texts) = Queries(fields, queries, standardQuery);
        var told = Return(fields.Return);
        var (limits, standard) = (options.Limits, options.Tuning);
        var count = Field.Whole("tuning.count", fields.Count, standard.Count, 1, limits.Count);
        var job = new TuningJob
        {
            Queries = texts,
            Tenant = tenant,
            Count = Math.Min(count, Field.Whole("tuning.steps", fields.Steps, count, 1, limits.Count)), // one step per pick, and picks are made one by one
            Candidates = Field.Whole("tuning.candidates", fields.Candidates, standard.Candidates, 1, limits.Candidates),
            Noise = Field.Positive("tuning.lambda", fields.Lambda),
            Stopping = Field.Positive("tuning.alpha", fields.Alpha),
            StopUncertainty = Field.Positive("tuning.stop_uncertainty", fields.StopUncertainty),
            Distinct = fields.Distinct ?? false,
            LargestShare = Share(Field.Positive("tuning.largest_share", fields.LargestShare)),
            PromptSteps = PromptSteps(fields, query, scored: standardQuery == "context"),
            Guard = fields.Guard ?? standard.Guard,
            Tuner = new TunerSettings(fields.Method ?? standard.Method, Field.Positive("tuning.lr", fields.Lr), fields.Seed),
            WithTexts = told.Contains("text"),
        };
        var time = fields.TimeoutMs is null ? null : (TimeSpan?)TimeSpan.FromMilliseconds(Field.Whole("tuning.timeout_ms", fields.TimeoutMs, 0, 1, (int)Math.Min(int.MaxValue, limits.Time.TotalMilliseconds)));
        return new AskedTuning(job, new TuningView(query, told), time);
    }

    private int PromptSteps(TuningFields fields, string query, bool scored)
    {
        var steps = Field.Whole("tuning.prompt_steps", fields.PromptSteps, 0, 0, options.Limits.Count);
        return steps == 0 || !scored || query != "prompt" ? steps
            : throw ApiException.Invalid("Expected 'tuning.query' to be \"context\" with 'tuning.prompt_steps' and 'echo': what is scored must not be learnt.", "tuning.prompt_steps", "invalid_value");
    }

    private double? Share(double? asked)
    {
        if (asked > 1) throw ApiException.Invalid("Expected 'tuning.largest_share' above 0 and at most 1.", "tuning.largest_share", "out_of_range");
        return options.Tuning.LargestShare is { } bound ? Math.Min(bound, asked ?? bound) : asked;
    }

    private static (string Name, IReadOnlyList<string> Texts) Queries(TuningFields fields, Func<string, int?, IReadOnlyList<string>> queries, string standard)
    {
        if (fields.Query is not { } given || given.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return Named(standard);
        if (given.ValueKind == JsonValueKind.String && PromptReader.TextOf("tuning.query", given) is "prompt" or "context") return Named(given.GetString()!);
        if (given.ValueKind == JsonValueKind.Object && given.EnumerateObject().ToArray() is [{ Name: "text", Value: { ValueKind: JsonValueKind.String } text }])
        {
            var query = Field.Text("tuning.query.text", PromptReader.TextOf("tuning.query", text));
            return ("text", [.. queries("prompt", null).Select(_ => query)]);
        }
        throw ApiException.Invalid("Expected 'tuning.query' to be \"prompt\", \"context\" or {\"text\": \"...\"}.", "tuning.query", "invalid_value");

        (string, IReadOnlyList<string>) Named(string name) => (name, queries(name, fields.ContextTokens));
    }

    private static IReadOnlySet<string> Return(IReadOnlyList<string>? asked)
    {
        if (asked is null) return TuningView.Standard;
        var unknown = asked.FirstOrDefault(name => name is null || !TuningView.All.Contains(name, StringComparer.Ordinal));
        return asked.All(name => name is not null) && unknown is null ? asked.ToHashSet(StringComparer.Ordinal)
            : throw ApiException.Invalid($"Expected in 'tuning.return' some of {string.Join(", ", TuningView.All)}.", "tuning.return", "invalid_value");
    }
}
