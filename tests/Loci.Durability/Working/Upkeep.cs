using System.Reflection;
using System.Runtime.ExceptionServices;
using Loci.Memories;

namespace Loci.Durability.Working;

/// <summary>Compaction, where the library under test has it: it is found by its name, so that this program also tests versions before it.</summary>
internal static class Upkeep
{
    private static readonly MethodInfo? Method = typeof(Memory).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .FirstOrDefault(method => method.Name == "CompactAsync" && method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(string));

    /// <summary>Whether memories can be compacted.</summary>
    public static bool CanCompact => Method is not null;

    /// <summary>Compacts a memory that this process does not have open.</summary>
    public static Task CompactAsync(string path, CancellationToken cancellationToken)
    {
        var method = Method ?? throw new NotSupportedException("This version has no compaction.");
        object?[] arguments = [path, .. method.GetParameters().Skip(1).Select(parameter =>
            parameter.ParameterType == typeof(CancellationToken) ? cancellationToken : parameter.HasDefaultValue ? parameter.DefaultValue : null)];
        try
        {
            return (Task)method.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
