namespace Loci.Fuzzing.Mutation;

/// <summary>Damage that knows nothing of the format: flipped bits, set bytes, cuts, insertions, blocks doubled or taken out, two files spliced.</summary>
internal static class ByteMutation
{
    private static readonly byte[] Likely = "0123456789[]{},:\"-. \\ueaF\0\xff"u8.ToArray();

    /// <summary>A damaged copy.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="file">What to damage.</param>
    /// <param name="other">Another file of the kind, for splices.</param>
    public static byte[] Apply(Random random, byte[] file, byte[] other)
    {
        for (int i = 1 << random.Next(4); i > 0; i--)
        {
            file = One(random, file, other);
        }

        return file;
    }

    private static byte[] One(Random random, byte[] file, byte[] other)
    {
        if (file.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        int at = Place(random, file.Length);
        int length = Math.Min(1 << random.Next(12), file.Length - at);
        return random.Next(16) switch
        {
            < 4 => Set(file, at, (byte)(file[at] ^ (1 << random.Next(8)))),
            < 7 => Set(file, at, Likely[random.Next(Likely.Length)]),
            < 9 => Set(file, at, (byte)random.Next(256)),
            9 => file[..at],
            10 => [.. file[..at], .. Junk(random), .. file[at..]],
            11 => [.. file[..(at + length)], .. file[at..]],
            12 => [.. file[..at], .. file[(at + length)..]],
            13 => [.. file[..at], .. other[Math.Min(other.Length, Place(random, other.Length + 1))..]],
            14 => Fill(file, at, length, (byte)(random.Next(2) * 255)),
            _ => [.. file, .. Junk(random)],
        };
    }

    /// <summary>A place that is as often near the beginning as anywhere: headers are there.</summary>
    private static int Place(Random random, int length) => random.Next(random.Next(2) == 0 ? length : Math.Min(length, 64));

    private static byte[] Junk(Random random)
    {
        byte[] junk = new byte[1 << random.Next(9)];
        for (int i = 0; i < junk.Length; i++)
        {
            junk[i] = Likely[random.Next(Likely.Length)];
        }

        return junk;
    }

    private static byte[] Set(byte[] file, int at, byte value) => Fill(file, at, 1, value);

    private static byte[] Fill(byte[] file, int at, int length, byte value)
    {
        byte[] changed = [.. file];
        changed.AsSpan(at, length).Fill(value);
        return changed;
    }
}
