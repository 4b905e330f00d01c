using System.Globalization;
using static TorchSharp.torch;

namespace Loci.Torch;

/// <summary>Where a model's weights are and its arithmetic runs.</summary>
public sealed record ModelDevice
{
    private const string Gpu = "cuda";

    private ModelDevice(string name) => Name = name;

    /// <summary>The first GPU where libtorch and the machine have one, else the CPU.</summary>
    public static ModelDevice Auto { get; } = new("auto");

    /// <summary>The CPU.</summary>
    public static ModelDevice Cpu { get; } = new("cpu");

    /// <summary>The name it is parsed from.</summary>
    public string Name { get; }

    /// <summary>A GPU by its number.</summary>
    public static ModelDevice Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new ModelDevice(index == 0 ? Gpu : string.Create(CultureInfo.InvariantCulture, $"{Gpu}:{index}"));
    }

    /// <summary>A device by its name.</summary>
    /// <exception cref="InvalidInputException">It is no such name.</exception>
    public static ModelDevice Parse(string name) => name switch
    {
        "auto" => Auto,
        "cpu" => Cpu,
        Gpu => Cuda(),
        _ when name is not null && name.StartsWith(Gpu + ":", StringComparison.Ordinal) && int.TryParse(name.AsSpan(Gpu.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) => Cuda(index),
        _ => throw new InvalidInputException($"expected a device: auto, cpu, cuda or cuda:N, found '{name}'."),
    };

    /// <summary>GPUs that libtorch sees; 0 where it was not built for any.</summary>
    public static int Gpus()
    {
        Libtorch.Check();
        return Libtorch.HasCuda && cuda.is_available() ? cuda.device_count() : 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The device as the tensor library knows it.</summary>
    /// <exception cref="InvalidInputException">There is no such GPU.</exception>
    internal Device Resolve()
    {
        Libtorch.Check();
        if (this == Cpu || (this == Auto && Gpus() == 0)) return CPU;
        var index = Name.Contains(':', StringComparison.Ordinal) ? int.Parse(Name.AsSpan(Gpu.Length + 1), CultureInfo.InvariantCulture) : 0;
        return index < Gpus() ? new Device(TorchSharp.DeviceType.CUDA, index) : throw new InvalidInputException(
            $"expected GPU {index}, found {(Libtorch.HasCuda ? $"{Gpus()} that libtorch can use" : $"a libtorch without CUDA; {Libtorch.Variable} may point at another")}. 'loci doctor' says more.");
    }
}
