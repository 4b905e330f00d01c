using Loci.Text.Chat.Reading;

namespace Loci.Text.Chat.Families;

/// <summary>The system prompt that a template writes where a conversation has none.</summary>
internal static class DefaultPrompt
{
    /// <summary>The prompt that stands in the template between header and end of the system's turn, or null.</summary>
    public static string? Of(TemplateSketch sketch, string header, string end) => sketch.Outputs
        .Where(output => output.Length > header.Length + end.Length && output.StartsWith(header, StringComparison.Ordinal) && output.EndsWith(end, StringComparison.Ordinal))
        .Select(output => output[header.Length..^end.Length])
        .FirstOrDefault(prompt => !prompt.Contains("{{", StringComparison.Ordinal));
}
