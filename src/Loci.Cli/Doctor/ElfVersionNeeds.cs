using System.Buffers.Binary;
using System.Text;

namespace Loci.Cli.Doctor;

/// <summary>Reads the version needs (section SHT_GNU_verneed) of a 64-bit little-endian ELF file.</summary>
internal static class ElfVersionNeeds
{
    private const uint Section = 0x6ffffffe;
    private const int WeakFlag = 2; // VER_FLG_WEAK

    /// <summary>All needs; none where the file is not such an ELF file.</summary>
    public static IReadOnlyList<VersionNeed> Read(string path)
    {
        var file = File.ReadAllBytes(path);
        try
        {
            return file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]) ? Needs(file) : [];
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            return []; // tables that point outside the file
        }
    }

    private static List<VersionNeed> Needs(byte[] file)
    {
        int sections = Offset(file, 0x28), size = Half(file, 0x3A), count = Half(file, 0x3C);
        var needs = new List<VersionNeed>();
        for (var i = 0; i < count; i++)
        {
            var section = sections + i * size;
            if ((uint)Word(file, section + 4) != Section) continue;
            Add(file, Offset(file, section + 24), Offset(file, sections + Word(file, section + 40) * size + 24), needs);
        }
        return needs;
    }

    private static void Add(byte[] file, int need, int names, List<VersionNeed> needs)
    {
        for (var next = -1; next != 0; need += next)
        {
            var entry = need + Word(file, need + 8);
            for (var left = Half(file, need + 2); left > 0; left--)
            {
                needs.Add(new VersionNeed(Name(file, names + Word(file, entry + 8)), (Half(file, entry + 4) & WeakFlag) != 0));
                entry += Word(file, entry + 12);
            }
            next = Word(file, need + 12);
        }
    }

    private static string Name(byte[] file, int start)
    {
        var rest = file.AsSpan(start);
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private static int Half(byte[] file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    private static int Word(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    private static int Offset(byte[] file, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at)));
}
