namespace Loci.Fuzzing.Mutation;

/// <summary>A file that is whole, from which damaged ones are made.</summary>
/// <param name="Name">Where it belongs in the folder that is read.</param>
/// <param name="Format">What mutations may know of it.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record SeedFile(string Name, FileFormat Format, byte[] Content)
{
    /// <summary>Whether it is damaged, or only lies beside what is.</summary>
    public bool Damaged { get; init; } = true;

    /// <summary>A damaged copy: by the format three times out of four, by bytes otherwise, and sometimes by both.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="other">A file of the kind, for splices.</param>
    public byte[] Mutate(Random random, SeedFile other)
    {
        bool known = random.Next(4) > 0;
        byte[] changed = known ? ByFormat(random, other.Content) : Content;
        return !known || random.Next(16) == 0 ? ByteMutation.Apply(random, changed, other.Content) : changed;
    }

    private byte[] ByFormat(Random random, byte[] other) => Format switch
    {
        FileFormat.Json => JsonMutation.Apply(random, Content, other),
        FileFormat.Safetensors => SafetensorsMutation.Apply(random, Content, other),
        FileFormat.Npy => NpyMutation.Apply(random, Content, other),
        _ => ByteMutation.Apply(random, Content, other),
    };
}
