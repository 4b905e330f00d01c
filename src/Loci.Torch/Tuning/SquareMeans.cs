using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>The mean squares of one parameter's gradients: of a matrix the means of its rows and of its columns, of a vector each number. Owns its tensors, which are outside any dispose scope.</summary>
/// <param name="Rows">Mean of each row (rows), or each number of a vector.</param>
/// <param name="Columns">Mean of each column (columns); null for a vector.</param>
internal sealed record SquareMeans(Tensor Rows, Tensor? Columns) : IDisposable
{
    /// <summary>How many weights the parameter has.</summary>
    public long Count => Rows.NumberOfElements * (Columns?.NumberOfElements ?? 1);

    /// <summary>The mean over all of them.</summary>
    public double Mean => Values(Rows).Average(value => (double)value);

    /// <summary>Keeps the means of a parameter's squares.</summary>
    public static SquareMeans Of(Tensor squares) => squares.Dimensions == 2
        ? new SquareMeans(squares.mean([1]).DetachFromDisposeScope(), squares.mean([0]).DetachFromDisposeScope())
        : new SquareMeans(squares.clone().DetachFromDisposeScope(), null);

    /// <summary>A number for each weight, in the parameter's shape and the caller's dispose scope.</summary>
    public Tensor Each()
    {
        if (Columns is null) return Rows.alias();
        var mean = Mean;
        return outer(Rows, Columns).TimesInPlace(mean > 0 ? 1 / mean : 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        Columns?.Dispose();
    }

    private static float[] Values(Tensor tensor) => Decoding.ParameterStore.Values(tensor);
}
