using static TorchSharp.torch;

namespace Loci.Torch.Benchmarking;

/// <summary>A GPU works through what it is given while the program goes on; a clock must wait for it.</summary>
internal static class DeviceQueue
{
    /// <summary>Waits until a device has done all it was given.</summary>
    public static void Finish(Device device)
    {
        if (device.type == TorchSharp.DeviceType.CUDA) cuda.synchronize();
    }
}
