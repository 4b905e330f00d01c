namespace Loci.Torch;

/// <summary>The tensor library of this process.</summary>
public static class TorchRuntime
{
    /// <summary>Sets the threads of each operation, for the whole process. Workers × threads should not exceed the cores.</summary>
    public static void SetThreads(int threads)
    {
        Libtorch.Check();
        TorchSharp.torch.set_num_threads(threads);
    }

    /// <summary>Threads of each operation.</summary>
    public static int Threads() => TorchSharp.torch.get_num_threads();

    /// <summary>libtorch's version, such as <c>2.10.0</c>. Loads the library.</summary>
    public static string Version() => TorchSharp.torch.__version__;
}
