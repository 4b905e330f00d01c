using System.Runtime.CompilerServices;

namespace Loci.Torch.Tests;

/// <summary>Tests that begin with the tensor library itself need it loaded as the program loads it.</summary>
internal static class LibtorchStart
{
    [ModuleInitializer]
    internal static void Load() => RuntimeHelpers.RunModuleConstructor(typeof(Libtorch).Module.ModuleHandle);
}
