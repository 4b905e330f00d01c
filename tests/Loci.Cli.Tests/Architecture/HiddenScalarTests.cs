using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Loci.Cli.Tests.Architecture;

/// <summary>
/// TorchSharp makes a native object of a number also where the caller gives none: the sum of two tensors has a factor of one. So no operation is called that makes one inside, however deep, and
/// those that are given are made in <c>Scalars</c>.
/// </summary>
public sealed class HiddenScalarTests
{
    private static readonly string Folder = AppContext.BaseDirectory;

    [Fact]
    public void No_operation_is_called_that_makes_a_number_of_its_own()
    {
        using var torch = AssemblyDefinition.ReadAssembly(Path.Combine(Folder, "TorchSharp.dll"));
        using var loci = AssemblyDefinition.ReadAssembly(Path.Combine(Folder, "Loci.Torch.dll"));
        var makers = Makers(torch);
        Assert.Contains(makers, name => name.Contains("Tensor::op_Addition(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)", StringComparison.Ordinal));
        var found = string.Join('\n', Methods(loci)
            .SelectMany(method => Calls(method).Where(call => makers.Contains(call.FullName) && !(InScalars(method) && call.Name == "ToScalar")).Select(call => $"{method.DeclaringType.Name}.{method.Name}: {call.FullName}"))
            .Distinct(StringComparer.Ordinal));
        Assert.True(found.Length == 0, found);
    }

    /// <summary>There, numbers are made in the open, and held; what an operation makes beside them is not.</summary>
    private static bool InScalars(MethodDefinition method) => method.DeclaringType.Name == "Scalars" || method.DeclaringType.DeclaringType?.Name == "Scalars";

    /// <summary>Every method of TorchSharp that makes a number's native object, itself or through what it calls.</summary>
    private static HashSet<string> Makers(AssemblyDefinition torch)
    {
        var callers = Methods(torch).SelectMany(method => Calls(method).Select(call => (Callee: call.FullName, Caller: method.FullName))).ToLookup(pair => pair.Callee, pair => pair.Caller, StringComparer.Ordinal);
        string[] roots = [.. callers.Select(group => group.Key).Where(name => name.Contains("TorchSharp.Scalar::.ctor", StringComparison.Ordinal))];
        var makers = new HashSet<string>(roots, StringComparer.Ordinal);
        var waiting = new Queue<string>(roots);
        while (waiting.TryDequeue(out var callee))
        {
            foreach (var caller in callers[callee].Where(makers.Add)) waiting.Enqueue(caller);
        }
        return makers;
    }

    private static IEnumerable<MethodDefinition> Methods(AssemblyDefinition assembly) =>
        assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) =>
        method.Body.Instructions.Where(instruction => instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn).Select(instruction => instruction.Operand).OfType<MethodReference>();
}
