using System.Reflection;
using System.Runtime.ExceptionServices;
using Loci.Memories;

namespace Loci.Durability.Working;

/// <summary>Compaction and the deep check, where the library under test has them: they are found by their names, so that this program also tests versions before them.</summary>
internal static class Upkeep
{
    private static readonly MethodInfo? Compact = Find("CompactAsync"), Check = Find("CheckAsync");

    /// <summary>Whether memories can be compacted.</summary>
    public static bool CanCompact => Compact is not null;

    /// <summary>Compacts a memory that this process does not have open.</summary>
    public static Task CompactAsync(string path, CancellationToken cancellationToken) =>
        Call(Compact ?? throw new NotSupportedException("This version has no compaction."), path, cancellationToken);

    /// <summary>What the library's own check finds wrong with a memory, a refusal included; nothing where it is sound, or there is no such check.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(string path, CancellationToken cancellationToken)
    {
        if (Check is null)
            return [];
        try
        {
            var task = Call(Check, path, cancellationToken);
            await task;
            var result = task.GetType().GetProperty("Result")?.GetValue(task);
            return (IReadOnlyList<string>?)result?.GetType().GetProperty("Problems")?.GetValue(result) ?? throw new MissingMemberException("The result of the check has no Problems.");
        }
        catch (InvalidInputException error)
        {
            return [error.Message];
        }
    }

    private static MethodInfo? Find(string name) => typeof(Memory).Assembly.GetExportedTypes()
        .Where(type => type.Namespace?.StartsWith("Loci.Memories", StringComparison.Ordinal) == true)
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .FirstOrDefault(method => method.Name == name && method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(string));

    private static Task Call(MethodInfo method, string path, CancellationToken cancellationToken)
    {
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
