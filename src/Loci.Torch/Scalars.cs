using TorchSharp;
using static TorchSharp.torch;

namespace Loci.Torch;

/// <summary>
/// Arithmetic between tensors and plain numbers. TorchSharp makes a native object of each number, which a finalizer frees, and nothing of its own holds the object while an operation reads it: a
/// collection at the wrong moment hands the operation a freed or another number. Here each is held until the operation is done, and freed at once. Every sum has a factor besides, and every range a step, which TorchSharp makes where none is given: so they are given.
/// </summary>
internal static class Scalars
{
    /// <summary>x · value.</summary>
    public static Tensor Times(this Tensor x, double value) => Held(value.ToScalar(), scalar => x.mul(scalar));

    /// <summary>x ← x · value.</summary>
    public static Tensor TimesInPlace(this Tensor x, double value) => Held(value.ToScalar(), scalar => x.mul_(scalar));

    /// <summary>x / value.</summary>
    public static Tensor Over(this Tensor x, double value) => Held(value.ToScalar(), scalar => x.div(scalar));

    /// <summary>x + value.</summary>
    public static Tensor Plus(this Tensor x, double value) => Held(value.ToScalar(), scalar => Held(1.ToScalar(), factor => x.add(scalar, factor)));

    /// <summary>x + y; the operator makes a factor of one.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => Held(1.ToScalar(), scalar => x.add(y, scalar));

    /// <summary>x ← x + y.</summary>
    public static Tensor PlusInPlace(this Tensor x, Tensor y) => Held(1.ToScalar(), scalar => x.add_(y, scalar));

    /// <summary>x + value, of whole numbers.</summary>
    public static Tensor Plus(this Tensor x, long value) => Held(value.ToScalar(), scalar => Held(1.ToScalar(), factor => x.add(scalar, factor)));

    /// <summary>x ← x + value.</summary>
    public static Tensor PlusInPlace(this Tensor x, double value) => Held(value.ToScalar(), scalar => Held(1.ToScalar(), factor => x.add_(scalar, factor)));

    /// <summary>x ← x + factor · y.</summary>
    public static Tensor PlusInPlace(this Tensor x, Tensor y, double factor) => Held(factor.ToScalar(), scalar => x.add_(y, scalar));

    /// <summary>x ← x + factor · y · z.</summary>
    public static Tensor PlusProductInPlace(this Tensor x, Tensor y, Tensor z, double factor) => Held(factor.ToScalar(), scalar => x.addcmul_(y, z, scalar));

    /// <summary>x ← x + factor · y / z.</summary>
    public static Tensor PlusQuotientInPlace(this Tensor x, Tensor y, Tensor z, double factor) => Held(factor.ToScalar(), scalar => x.addcdiv_(y, z, scalar));

    /// <summary>x with another value wherever the mask is true.</summary>
    public static Tensor Masked(this Tensor x, Tensor mask, double value) => Held(value.ToScalar(), scalar => x.masked_fill(mask, scalar));

    /// <summary>Whether each number is at least the value.</summary>
    public static Tensor IsAtLeast(this Tensor x, long value) => Held(value.ToScalar(), scalar => x.ge(scalar));

    /// <summary>Whether each number is the value.</summary>
    public static Tensor Is(this Tensor x, long value) => Held(value.ToScalar(), scalar => x.eq(scalar));

    /// <summary>The number or the least value, whichever is larger.</summary>
    public static Tensor AtLeast(this Tensor x, long least) => Held(least.ToScalar(), scalar => x.clamp(min: scalar));

    /// <summary>The whole numbers from start up to, but not, end.</summary>
    public static Tensor Range(long start, long end, Device device)
    {
        using Scalar first = start.ToScalar(), last = end.ToScalar(), step = 1L.ToScalar();
        return arange(first, last, step, ScalarType.Int64, device);
    }

    /// <summary>One value in the shape of another tensor, in float32.</summary>
    public static Tensor FullLike(Tensor shape, double value) => Held(value.ToScalar(), scalar => full_like(shape, scalar, ScalarType.Float32));

    private static Tensor Held(Scalar scalar, Func<Scalar, Tensor> operation)
    {
        using (scalar) return operation(scalar);
    }
}
