using CsCheck;
using Loci.Selection;
using Loci.Selection.Kernels;

namespace Loci.Tests.Selection;

/// <summary>A random selection problem: candidates K × d, targets m × d, some candidates zero or copies of others.</summary>
internal sealed record Instance(float[][] Candidates, float[][] Targets, double Noise, int Count)
{
    public static Gen<Instance> Any { get; } =
        from size in Gen.Select(Gen.Int[1, 14], Gen.Int[1, 9], Gen.Int[1, 3])
        from candidates in Row(size.Item2).Array[size.Item1]
        from copies in Gen.Int[0, 3 * size.Item1].Array[size.Item1]
        from targets in Row(size.Item2).Array[size.Item3]
        from noise in Gen.OneOf(1e-5, 0.01, 0.1, 1.0, 100.0)
        from count in Gen.Int[1, 20]
        select new Instance([.. copies.Select((c, i) => c < size.Item1 ? candidates[c] : candidates[i])], targets, noise, count);

    /// <summary>The same without numbers so small that scaling them down drops bits, which turns a vector of nothing but them.</summary>
    public static Gen<Instance> Scalable { get; } =
        Any.Select(instance => instance with { Candidates = Map(instance.Candidates, Flushed), Targets = Map(instance.Targets, Flushed) });

    public SelectionOptions Options => new() { Count = Count, Noise = Noise };

    public DenseKernel Kernel => new(Memories(Candidates), Memories(Targets));

    public static ReadOnlyMemory<float>[] Memories(float[][] rows) => [.. rows.Select(row => (ReadOnlyMemory<float>)row)];

    public static float[][] Map(float[][] rows, Func<float, float> map) => [.. rows.Select(row => row.Select(map).ToArray())];

    private static float Flushed(float value) => MathF.Abs(value) < 1e-20f ? 0 : value;

    private static Gen<float[]> Row(int dimensions) =>
        Gen.Frequency((8, Gen.Float[-1, 1].Array[dimensions]), (1, Gen.Const(0f).Array[dimensions]));
}
