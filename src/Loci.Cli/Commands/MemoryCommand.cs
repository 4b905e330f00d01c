using System.CommandLine;
using Loci.Cli.Commands.Upkeep;

namespace Loci.Cli.Commands;

/// <summary><c>loci memory</c>: look after a memory.</summary>
internal static class MemoryCommand
{
    public static Command Create() => new("memory", "Look after a memory.")
    {
        ShowMemory.Create(), CheckMemory.Create(), ForgetMemory.Create(), CompactMemory.Create(), BackupMemory.Create(), RestoreMemory.Create(), ReEmbedMemory.Create(),
    };
}
