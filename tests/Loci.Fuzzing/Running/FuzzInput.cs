using System.Globalization;

namespace Loci.Fuzzing.Running;

/// <summary>One damaged file.</summary>
/// <param name="Kind">Name of its target.</param>
/// <param name="Number">Its number under the run's seed.</param>
/// <param name="Name">Where it belongs in the folder that is read.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record FuzzInput(string Kind, long Number, string Name, byte[] Content)
{
    private const string Between = "@";

    /// <summary>The name of a file that holds this input and says all that is needed to read it again.</summary>
    public string FileName(int seed) => string.Create(CultureInfo.InvariantCulture, $"{Kind}{Between}{seed}{Between}{Number}{Between}{Name.Replace('/', '+')}");

    /// <summary>The input that a file of such a name holds.</summary>
    /// <exception cref="InvalidInputException">The file is not named so.</exception>
    public static FuzzInput Read(string path) => Path.GetFileName(path).Split(Between) switch
    {
        [var kind, _, var number, var name] when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) =>
            new FuzzInput(kind, parsed, name.Replace('+', '/'), File.ReadAllBytes(path)),
        _ => throw new InvalidInputException($"{path}: expected a file named KIND@SEED@NUMBER@NAME, as failures are kept. Give one of those."),
    };
}
