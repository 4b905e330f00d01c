using System.Buffers.Binary;
using System.Text;

namespace Loci.Fuzzing.Mutation;

/// <summary>Damage to the header of a .npy file: its version, its announced length, or one of the sizes and words in its text.</summary>
internal static class NpyMutation
{
    private const int Prefix = 10; // magic (6), version (2), length (2) of version 1

    private static readonly string[] Words =
        ["'<f4'", "'<f8'", "'<f2'", "'>f4'", "'|O'", "'<i8'", "True", "False", "(", ")", "()", "(,)", ",", "'shape'", "'descr'", "'fortran_order'", "{", "}", ":", "L", " ", "(3, 4)", "'shape': (0,"];

    /// <summary>A damaged copy.</summary>
    public static byte[] Apply(Random random, byte[] file, byte[] other)
    {
        int length = file.Length >= Prefix ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8)) : 0;
        if (length == 0 || Prefix + length > file.Length || random.Next(4) == 0)
        {
            return ByteMutation.Apply(random, file, other);
        }

        string[] parts = Encoding.Latin1.GetString(file, Prefix, length).Split(' ');
        parts[random.Next(parts.Length)] = random.Next(3) == 0 ? Words[random.Next(Words.Length)] : $"({Boundary.Number(random)}, {Boundary.Number(random)}),";
        byte[] header = Encoding.Latin1.GetBytes(string.Join(' ', parts));
        byte[] announced = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(announced, (ushort)(random.Next(16) == 0 ? random.Next(65536) : header.Length));
        return [.. file[..6], (byte)(random.Next(16) == 0 ? random.Next(5) : 1), 0, .. announced, .. header, .. file[(Prefix + length)..(file.Length - (random.Next(8) == 0 ? random.Next(file.Length - Prefix - length + 1) : 0))]];
    }
}
