namespace Loci.Torch.Tests;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Torch_loads()
    {
        using var ones = TorchSharp.torch.ones(3);
        using var sum = ones.sum();
        Assert.Equal(3f, sum.item<float>());
        Assert.StartsWith("2.", TorchRuntime.Version(), StringComparison.Ordinal);
    }
}
