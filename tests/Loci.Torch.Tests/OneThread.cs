[assembly: AssemblyFixture(typeof(Loci.Torch.Tests.OneThread))]

namespace Loci.Torch.Tests;

/// <summary>One thread per operation: the same bits on every machine, and no quarrel with what else runs there.</summary>
public sealed class OneThread
{
    public OneThread()
    {
        NativeHeap.Configure();
        TorchRuntime.SetThreads(1);
    }
}
