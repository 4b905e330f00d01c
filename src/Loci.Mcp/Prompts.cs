namespace Loci.Mcp;

/// <summary>What every tool asks of a prompt.</summary>
internal static class Prompts
{
    /// <summary>Refuses a prompt without text.</summary>
    public static void Hold(string prompt)
    {
        if (string.IsNullOrWhiteSpace(prompt)) throw new InvalidInputException("prompt: expected a text, found none.");
    }
}
