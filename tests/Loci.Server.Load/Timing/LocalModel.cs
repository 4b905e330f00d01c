using Loci.Torch;

namespace Loci.Server.Load.Timing;

/// <summary>The standard model in this process, as a worker of the server has it.</summary>
internal static class LocalModel
{
    /// <summary>Loads it, with one thread for each operation.</summary>
    public static CausalLanguageModel Load()
    {
        TorchRuntime.SetThreads(1);
        return CausalLanguageModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "loci-small"));
    }
}
