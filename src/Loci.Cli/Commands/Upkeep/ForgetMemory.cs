using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Loci.Cli.Hosting;
using Loci.Memories;
using Microsoft.Extensions.FileSystemGlobbing;
using Spectre.Console;

namespace Loci.Cli.Commands.Upkeep;

/// <summary><c>loci memory forget</c>: remove documents by source, number, query or age.</summary>
internal sealed class ForgetMemory
{
    private const int ShownDocuments = 20;

    private readonly MemoryChoice _memory = new();
    private readonly Option<string[]> _sources = new("--source") { Description = "Sources to forget: a file, a folder, a pattern with *, or a name. A document goes with its last source.", HelpName = "SOURCE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<long[]> _ids = new("--id") { Description = "Numbers of documents.", HelpName = "N", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _query = new("--query") { Description = "Documents of the chunks nearest to this text.", HelpName = "TEXT" };
    private readonly Option<int> _nearest = Options.Whole("--nearest", 1, 1, "With --query: how many of the nearest chunks.");
    private readonly Option<string?> _before = new("--added-before") { Description = "Documents added before this day or moment (2026-01-31, 2026-01-31T12:00Z) or longer ago than this (30d, 12h, 45m).", HelpName = "WHEN" };
    private readonly Option<string[]> _meta = new("--meta") { Description = "Documents whose metadata has this entry.", HelpName = "KEY=VALUE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _everything = new("--everything") { Description = "All documents." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would go." };

    public static Command Create()
    {
        var forget = new ForgetMemory();
        var command = new Command("forget", "Remove documents and everything derived from them. Several conditions must all hold.");
        foreach (var option in (IEnumerable<Option>)[.. forget._memory.All, forget._sources, forget._ids, forget._query, forget._nearest, forget._before, forget._meta, forget._everything, forget._dryRun])
            command.Options.Add(option);
        command.Validators.Add(forget.Check);
        command.SetAction(forget.RunAsync);
        return command;
    }

    private void Check(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        var conditions = Has(_sources) || Has(_ids) || Has(_query) || Has(_before) || Has(_meta);
        if (conditions == Has(_everything)) result.AddError("expected at least one of --source, --id, --query, --added-before and --meta, or --everything alone.");
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var memory = await _memory.OpenAsync(parsed, cancellationToken);
        var filter = Filter(parsed, memory, cancellationToken);
        var going = memory.Documents(filter, cancellationToken);
        var forgotten = parsed.GetValue(_dryRun) ? 0 : await memory.ForgetAsync(filter, cancellationToken);
        Output.Of(parsed).Answer(
            new { Forgotten = forgotten, Documents = going.Select(document => new { document.Id, document.Source }) },
            console =>
            {
                foreach (var document in going.Take(ShownDocuments)) console.WriteLine($"{document.Id}\t{document.Source}");
                if (going.Count > ShownDocuments) console.WriteLine($"and {going.Count - ShownDocuments} more");
                console.WriteLine(parsed.GetValue(_dryRun) ? $"{going.Count} documents are meant; nothing was forgotten." : $"{forgotten} documents forgotten.");
            });
        return ExitCodes.Done;
    }

    private DocumentFilter Filter(ParseResult parsed, IMemory memory, CancellationToken cancellationToken)
    {
        var ids = parsed.GetValue(_ids) is { Length: > 0 } given ? given.AsEnumerable() : null;
        if (parsed.GetValue(_query) is { } query)
        {
            var found = memory.Search(memory.Embedder.Embed([query], cancellationToken), new SearchOptions { Count = parsed.GetValue(_nearest) }, cancellationToken);
            ids = (ids ?? found.Documents.Select(document => document.Id)).Intersect(found.Documents.Select(document => document.Id));
        }
        return new DocumentFilter
        {
            Ids = ids?.Distinct().ToArray(),
            Sources = parsed.GetValue(_sources) is { Length: > 0 } sources ? Sources(sources, memory, cancellationToken) : null,
            AddedBefore = parsed.GetValue(_before) is { } before ? Moment(before) : null,
            Meta = parsed.GetValue(_meta) is { Length: > 0 } meta ? meta.Select(Entry).ToDictionary(StringComparer.Ordinal) : null,
        };
    }

    /// <summary>The memory's sources that the arguments mean: as they are, as a path, as a folder above them or as a pattern.</summary>
    private static string[] Sources(string[] given, IMemory memory, CancellationToken cancellationToken)
    {
        var patterns = new Matcher(StringComparison.Ordinal);
        foreach (var pattern in given.Where(argument => argument.Contains('*', StringComparison.Ordinal))) patterns.AddInclude(pattern.TrimStart('/'));
        string[] plain = [.. given.Concat(given.Select(Path.GetFullPath)).Distinct(StringComparer.Ordinal)];
        bool IsMeant(string source) => plain.Any(argument => source == argument || source.StartsWith(argument + "#", StringComparison.Ordinal)
            || source.StartsWith(argument.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) || patterns.Match(source.TrimStart('/')).HasMatches;
        return [.. memory.Documents(cancellationToken: cancellationToken).SelectMany(document => document.Copies.Prepend(document.Source)).Where(IsMeant).Distinct(StringComparer.Ordinal)];
    }

    private static DateTimeOffset Moment(string text)
    {
        if (text.Length > 1 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            double? hours = text[^1] switch { 'd' => 24 * number, 'h' => number, 'm' => number / 60, _ => null };
            if (hours is < 24 * 365 * 1000) return TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(hours.Value);
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment)
            ? moment
            : throw new InvalidInputException($"--added-before: expected a day such as 2026-01-31, a moment such as 2026-01-31T12:00Z, or a time ago such as 30d, 12h or 45m, found '{text}'.");
    }

    private static KeyValuePair<string, string> Entry(string text) => text.Split('=', 2) is [{ Length: > 0 } key, var value]
        ? new(key, value)
        : throw new InvalidInputException($"--meta: expected KEY=VALUE, found '{text}'.");
}
