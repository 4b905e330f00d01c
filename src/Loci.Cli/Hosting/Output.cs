using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Loci.Cli.Hosting;

/// <summary>
/// Where a command's words go: under <c>--json</c> one document on standard output and nothing else there; messages and progress on
/// standard error in any case.
/// </summary>
internal sealed class Output
{
    private const int UnfoldedWidth = 200;

    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteDoubles(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private Output(bool json)
    {
        IsJson = json;
        Notes = On(Console.Error);
        Answers = On(Console.Out);
    }

    /// <summary>The option every command takes.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on standard output.", Recursive = true };

    /// <summary>Whether the answer is a JSON document.</summary>
    public bool IsJson { get; }

    /// <summary>Standard error, for people.</summary>
    public IAnsiConsole Notes { get; }

    /// <summary>Standard output, for people; unused under <c>--json</c>.</summary>
    public IAnsiConsole Answers { get; }

    /// <summary>The output a parsed command line asks for.</summary>
    public static Output Of(ParseResult parsed) => new(parsed.GetValue(Json));

    /// <summary>Gives the answer: <paramref name="document"/> as JSON, or whatever <paramref name="write"/> writes for people.</summary>
    public void Answer(object document, Action<IAnsiConsole> write)
    {
        if (IsJson) Console.Out.WriteLine(JsonSerializer.Serialize(document, Style));
        else write(Answers);
    }

    /// <summary>
    /// A piece of an answer that comes bit by bit, for people; nothing under <c>--json</c>. A memory may teach a model anything, so a terminal sees no control characters but ends of lines and tabs.
    /// </summary>
    public void Stream(string piece)
    {
        if (IsJson) return;
        Console.Out.Write(Console.IsOutputRedirected ? piece : string.Concat(piece.Select(letter => char.IsControl(letter) && letter is not ('\n' or '\t') ? '\uFFFD' : letter)));
        Console.Out.Flush();
    }

    /// <summary>One line on standard error.</summary>
    public void Note(string line) => Notes.WriteLine(line);

    /// <summary>A file or pipe has no width of its own; tables there are not folded.</summary>
    private static IAnsiConsole On(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = UnfoldedWidth;
        return console;
    }

    /// <summary>Numbers as JSON has them: what is not finite becomes null.</summary>
    private sealed class FiniteDoubles : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
