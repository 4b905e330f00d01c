using System.Diagnostics;
using static TorchSharp.torch;

namespace Loci.Torch.Benchmarking;

/// <summary>The fastest matrix products that this machine shows: what the share of a step is a share of.</summary>
public static class MatrixPeak
{
    private const int Size = 1536;
    private const int Products = 12;

    /// <summary>10⁹ operations a second (a multiplication and an addition are two), the best of a dozen products of square matrices of 1,536.</summary>
    /// <param name="precision">Type of the elements.</param>
    /// <param name="device">Where.</param>
    /// <param name="cancellationToken">Checked between products.</param>
    public static double Gigaflops(Precision precision, ModelDevice device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        var where = device.Resolve();
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var type = ComputeType.Of(precision);
        Tensor a = randn([Size, Size]).to(type).to(where), b = randn([Size, Size]).to(type).to(where);
        var best = double.PositiveInfinity;
        for (var i = 0; i < Products; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            using var product = a.matmul(b);
            DeviceQueue.Finish(where);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return 2.0 * Size * Size * Size / best / 1e9;
    }
}
