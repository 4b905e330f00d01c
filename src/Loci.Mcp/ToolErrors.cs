using System.Text.RegularExpressions;
using Loci.Models;
using ModelContextProtocol;

namespace Loci.Mcp;

/// <summary>Turns what goes wrong into what a host may read: the message, without full paths; of what nobody foresaw, nothing but that it happened.</summary>
internal static partial class ToolErrors
{
    /// <summary>Runs a tool.</summary>
    /// <exception cref="McpException">The call cannot be answered; the message goes to the host.</exception>
    public static async Task<T> HoldAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidInputException or NonFiniteLossException)
        {
            throw new McpException(WithoutFolders(error.Message), error);
        }
    }

    /// <summary>A message whose full paths are cut to their last name.</summary>
    internal static string WithoutFolders(string message) => FullPath().Replace(message, path => Path.GetFileName(path.Value.TrimEnd('/', '\\').Replace('\\', '/')));

    [GeneratedRegex("""(?<![\p{L}\p{N}_.~:/\\-])(/|[A-Za-z]:[/\\])[^\s'"`,;:/\\()]+([/\\][^\s'"`,;:/\\()]+)*[/\\]?""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FullPath();
}
