using Loci.Torch;

namespace Loci.Cli.Hosting;

/// <summary>
/// The first call into libtorch. Where it does not load, TorchSharp writes an account of its own, with another cause, to standard output, which
/// is the answer's alone; what it throws says enough.
/// </summary>
internal static class NativeStart
{
    /// <summary>Loads libtorch and sets the threads of each operation.</summary>
    public static void SetThreads(int threads) => Quietly(() =>
    {
        TorchRuntime.SetThreads(threads);
        return threads;
    });

    /// <summary>Runs a call that may load libtorch, with standard output shut.</summary>
    public static T Quietly<T>(Func<T> call)
    {
        var output = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            return call();
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
