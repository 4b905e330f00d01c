using Loci.Fuzzing.Mutation;
using Loci.Fuzzing.Targets;

namespace Loci.Fuzzing.Running;

/// <summary>The folder of one target: its whole files, of which one at a time gives way to a damaged one.</summary>
internal sealed class Workspace
{
    private readonly Dictionary<string, byte[]> _whole;
    private readonly long _size;

    /// <summary>Writes the whole files.</summary>
    public Workspace(FuzzTarget target, string folder)
    {
        Target = target;
        Folder = folder;
        _whole = target.Seeds.DistinctBy(seed => seed.Name).ToDictionary(seed => seed.Name, seed => seed.Content, StringComparer.Ordinal);
        _size = _whole.Values.Sum(content => (long)content.Length);
        foreach ((string name, byte[] content) in _whole)
        {
            Write(name, content);
        }
    }

    /// <summary>What reads the folder.</summary>
    public FuzzTarget Target { get; }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>A damaged file.</summary>
    public FuzzInput Damage(Random random, long number)
    {
        SeedFile[] seeds = [.. Target.Seeds.Where(seed => seed.Damaged)];
        SeedFile seed = seeds[random.Next(seeds.Length)];
        SeedFile[] kin = Array.FindAll(seeds, other => other.Name == seed.Name);
        return new FuzzInput(Target.Kind, number, seed.Name, seed.Mutate(random, kin[random.Next(kin.Length)]));
    }

    /// <summary>Judges the reading of the folder with a file in the place of the whole one.</summary>
    public Outcome Check(Contract contract, FuzzInput input)
    {
        byte[] whole = _whole[input.Name];
        Write(input.Name, input.Content);
        try
        {
            return contract.Check(Target, Folder, _size - whole.Length + input.Content.Length);
        }
        finally
        {
            Write(input.Name, whole);
        }
    }

    private void Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
