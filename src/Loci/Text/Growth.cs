namespace Loci.Text;

/// <summary>
/// How many times as long as before a text may become by a step of a tokenizer. Steps multiply: thirty lines of a file that each double the text would
/// make a gigabyte of a word. A file whose pre-tokenizer or decoder may do so is refused when it is read; normalizers are watched while they run.
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

    /// <summary>Stops a normalization before a step that may make the text too long.</summary>
    public static void Watch(int before, long after)
    {
        if (after > (long)Most * before)
        {
            throw new InvalidInputException($"The tokenizer's normalizer makes more than {Most} times as much of a text of {before} characters; no published one does. The tokenizer's file is damaged.");
        }
    }
}
