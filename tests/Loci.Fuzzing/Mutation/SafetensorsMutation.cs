using System.Buffers.Binary;

namespace Loci.Fuzzing.Mutation;

/// <summary>Damage to a safetensors file where it is read: the length of its header, or names, types, shapes and offsets within it.</summary>
internal static class SafetensorsMutation
{
    private const int Prefix = 8;

    /// <summary>A damaged copy; files that are none are damaged as bytes.</summary>
    public static byte[] Apply(Random random, byte[] file, byte[] other)
    {
        ulong length = file.Length >= Prefix ? BinaryPrimitives.ReadUInt64LittleEndian(file) : 0;
        if (length == 0 || length > (ulong)(file.Length - Prefix))
        {
            return ByteMutation.Apply(random, file, other);
        }

        if (random.Next(8) == 0)
        {
            return [.. Length(Announced(random, length)), .. file[Prefix..]];
        }

        byte[] header = JsonMutation.Apply(random, file[Prefix..(Prefix + (int)length)], other), data = file[(Prefix + (int)length)..];
        return [.. Length(random.Next(16) == 0 ? Announced(random, (ulong)header.Length) : (ulong)header.Length), .. header, .. Data(random, data)];
    }

    private static byte[] Data(Random random, byte[] data) => random.Next(8) switch
    {
        0 => data[..random.Next(data.Length + 1)],
        1 => [.. data, .. new byte[random.Next(64)]],
        _ => data,
    };

    private static ulong Announced(Random random, ulong actual) => random.Next(6) switch
    {
        0 => actual + 1,
        1 => actual - 1,
        2 => ulong.MaxValue >> random.Next(64),
        3 => 1UL << random.Next(64),
        4 => 0,
        _ => unchecked(actual - (ulong)random.Next(16)),
    };

    private static byte[] Length(ulong length)
    {
        byte[] bytes = new byte[Prefix];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }
}
