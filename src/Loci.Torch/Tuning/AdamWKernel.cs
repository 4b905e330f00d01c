using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>AdamW over float32 in main memory, each number read and written once: 28 bytes of traffic a parameter.</summary>
internal static class AdamWKernel
{
    private const int Block = 1 << 16; // elements a thread takes at a time

    /// <summary>Whether a parameter's memory can be worked on directly.</summary>
    public static bool Fits(Tensor parameter) =>
        parameter.device_type == TorchSharp.DeviceType.CPU && parameter.dtype == ScalarType.Float32 && parameter.is_contiguous() && parameter.NumberOfElements * sizeof(float) <= int.MaxValue;

    /// <summary>One step in place, on as many threads as the tensor library uses. All tensors are contiguous and of one shape.</summary>
    public static void Update(Tensor parameter, Tensor gradient, Tensor first, Tensor second, AdamWStep step)
    {
        var memory = new Memory(Address(parameter), Address(gradient), Address(first), Address(second), (int)parameter.NumberOfElements);
        var blocks = (memory.Count + Block - 1) / Block;
        if (blocks <= 1) Update(memory, 0, step);
        else Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, block => Update(memory, block, step));
        GC.KeepAlive(gradient);
    }

    /// <summary>One step in place on plain numbers.</summary>
    public static void Update(Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, AdamWStep step)
    {
        var whole = parameter.Length - parameter.Length % Vector<float>.Count;
        ref float p = ref MemoryMarshal.GetReference(parameter), m = ref MemoryMarshal.GetReference(first), v = ref MemoryMarshal.GetReference(second);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        Vector<float> beta1 = new(step.Beta1), rest1 = new(1 - step.Beta1), beta2 = new(step.Beta2), rest2 = new(1 - step.Beta2);
        Vector<float> scale = new(step.GradientScale), keep = new(step.Keep), spread = new(step.SpreadScale), epsilon = new(step.Epsilon), rate = new(step.Rate);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector<float>.Count)
        {
            var slope = Vector.LoadUnsafe(ref g, i) * scale;
            var mean = beta1 * Vector.LoadUnsafe(ref m, i) + rest1 * slope;
            var square = beta2 * Vector.LoadUnsafe(ref v, i) + rest2 * slope * slope;
            var moved = keep * Vector.LoadUnsafe(ref p, i) - rate * mean / (Vector.SquareRoot(square) * spread + epsilon);
            mean.StoreUnsafe(ref m, i);
            square.StoreUnsafe(ref v, i);
            moved.StoreUnsafe(ref p, i);
        }
        for (var i = whole; i < parameter.Length; i++)
        {
            var slope = gradient[i] * step.GradientScale;
            first[i] = step.Beta1 * first[i] + (1 - step.Beta1) * slope;
            second[i] = step.Beta2 * second[i] + (1 - step.Beta2) * slope * slope;
            parameter[i] = step.Keep * parameter[i] - step.Rate * first[i] / (MathF.Sqrt(second[i]) * step.SpreadScale + step.Epsilon);
        }
    }

    private static unsafe void Update(Memory memory, int block, AdamWStep step)
    {
        int from = block * Block, count = Math.Min(Block, memory.Count - from);
        Update(
            new Span<float>((float*)memory.Parameter + from, count), new ReadOnlySpan<float>((float*)memory.Gradient + from, count),
            new Span<float>((float*)memory.First + from, count), new Span<float>((float*)memory.Second + from, count), step);
    }

    /// <summary>Where a tensor's numbers are. They stay there while the tensor lives.</summary>
    private static unsafe nint Address(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    private readonly record struct Memory(nint Parameter, nint Gradient, nint First, nint Second, int Count);
}
