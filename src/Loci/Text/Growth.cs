namespace Loci.Text;

/// <summary>
/// How many times as long as before a text may become by a step of a tokenizer. Steps multiply: thirty lines of a file that each double the text would
/// make a gigabyte of a word, so a file whose steps may do so is refused when it is read.
/// </summary>
internal static class Growth
{
    /// <summary>The most that is plausible for all steps of a kind together: four byte-level steps reach it, and no published tokenizer has two.</summary>
    private const int Most = 256;

    /// <summary>Of several steps one after the other; <see cref="int.MaxValue"/> where it is larger.</summary>
    public static int Product(IEnumerable<int> steps)
    {
        long product = 1;
        foreach (int step in steps)
        {
            product = Math.Min(int.MaxValue, product * step);
        }

        return (int)product;
    }

    /// <summary>Refuses steps that may make a text too long.</summary>
    public static void Require(int growth, string field)
    {
        if (growth > Most)
        {
            throw new InvalidInputException($"the steps of its {field} may make a text {(growth == int.MaxValue ? "without end" : $"{growth} times as")} long, where at most {Most} times is plausible.");
        }
    }
}
