using System.CommandLine;

namespace Loci.Durability.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>The memory.</summary>
    public static Option<string> Memory() => new("--memory") { Required = true, Description = "Folder of the memory; made where there is none." };

    /// <summary>The ledger of what was done to it.</summary>
    public static Option<string> Ledger() => new("--ledger") { Required = true, Description = "File that tells what was begun and what was acknowledged; outside of the memory." };

    /// <summary>The seed.</summary>
    public static Option<int> Seed() => new("--seed") { DefaultValueFactory = _ => 1, Description = "Decides every choice but the scheduler's." };

    /// <summary>The folder a run works in.</summary>
    public static Option<string?> Work() => new("--work") { Description = "Folder to work in; kept. [default: a temporary one, kept where something is wrong]" };
}
