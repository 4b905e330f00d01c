using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>Damped descent over float32 in main memory, each number read and written once: 24 bytes of traffic a parameter.</summary>
internal static class DampedKernel
{
    private const int Block = 1 << 16; // elements a thread takes at a time

    /// <summary>Whether a parameter's memory can be worked on directly.</summary>
    public static bool Fits(Tensor parameter) => AdamWKernel.Fits(parameter);

    /// <summary>One step in place, on as many threads as the tensor library uses. All tensors are contiguous and of one shape.</summary>
    public static void Update(Tensor parameter, Tensor gradient, Tensor momentum, Tensor factor, float beta, float share, float rate)
    {
        var count = (int)parameter.NumberOfElements;
        void Run(int block)
        {
            int from = block * Block, length = Math.Min(Block, count - from);
            Update(Floats(parameter).Slice(from, length), Floats(gradient).Slice(from, length), Floats(momentum).Slice(from, length), Floats(factor).Slice(from, length), beta, share, rate);
        }
        var blocks = (count + Block - 1) / Block;
        if (blocks <= 1 || get_num_threads() == 1) for (var block = 0; block < blocks; block++) Run(block);
        else Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, Run);
        GC.KeepAlive(gradient);
    }

    /// <summary>One step in place on plain numbers.</summary>
    public static void Update(Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> momentum, ReadOnlySpan<float> factor, float beta, float share, float rate)
    {
        var whole = parameter.Length - parameter.Length % Vector<float>.Count;
        ref float p = ref MemoryMarshal.GetReference(parameter), m = ref MemoryMarshal.GetReference(momentum);
        ref float g = ref MemoryMarshal.GetReference(gradient), f = ref MemoryMarshal.GetReference(factor);
        Vector<float> betas = new(beta), shares = new(share), rates = new(rate);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector<float>.Count)
        {
            var mean = betas * Vector.LoadUnsafe(ref m, i) + shares * Vector.LoadUnsafe(ref g, i);
            mean.StoreUnsafe(ref m, i);
            (Vector.LoadUnsafe(ref p, i) - rates * mean * Vector.LoadUnsafe(ref f, i)).StoreUnsafe(ref p, i);
        }
        for (var i = whole; i < parameter.Length; i++)
        {
            momentum[i] = beta * momentum[i] + share * gradient[i];
            parameter[i] -= rate * momentum[i] * factor[i];
        }
    }

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
