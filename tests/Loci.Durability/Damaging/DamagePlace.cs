using System.Globalization;

namespace Loci.Durability.Damaging;

/// <summary>One damage of one file.</summary>
/// <param name="File">Name of the file in the memory, with forward slashes.</param>
/// <param name="Kind">What is done.</param>
/// <param name="At">The length that is left, or the number of the bit.</param>
internal sealed record DamagePlace(string File, DamageKind Kind, long At)
{
    /// <summary>Damages the file.</summary>
    public void Apply(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, File), FileMode.Open, FileAccess.ReadWrite);
        if (Kind == DamageKind.Truncation)
        {
            file.SetLength(At);
            return;
        }
        file.Position = At / 8;
        var value = file.ReadByte();
        file.Position = At / 8;
        file.WriteByte((byte)(value ^ (1 << (int)(At % 8))));
    }

    /// <summary>Chooses places of a file: cuts at both ends, at the borders of pages and at random, and bits in its head and anywhere.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="cuts">How many cuts at most.</param>
    /// <param name="flips">How many bits; a quarter of them in the first 128 bytes.</param>
    /// <param name="random">Chooses.</param>
    public static IEnumerable<DamagePlace> Choose(string file, long length, int cuts, int flips, Random random)
    {
        if (length == 0)
            return [];
        long[] borders = [0, 1, length - 1, Math.Max(0, length - 4096), Math.Min(length - 1, 4096), Math.Min(length - 1, 100)];
        var lengths = borders.Concat(Enumerable.Range(0, cuts).Select(_ => random.Next(2) == 0 ? random.NextInt64(length) : random.NextInt64(length) / 4096 * 4096)).Distinct().Take(cuts);
        var bits = Enumerable.Range(0, flips).Select(i => random.NextInt64(8 * (i % 4 == 0 ? Math.Min(128, length) : length)));
        return [.. lengths.Select(cut => new DamagePlace(file, DamageKind.Truncation, cut)), .. bits.Select(bit => new DamagePlace(file, DamageKind.BitFlip, bit))];
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == DamageKind.Truncation
        ? string.Create(CultureInfo.InvariantCulture, $"{File} cut to {At} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"{File} with bit {At % 8} of byte {At / 8} turned");
}
