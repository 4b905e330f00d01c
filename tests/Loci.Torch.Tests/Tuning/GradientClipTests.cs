using CsCheck;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Tuning;

public sealed class GradientClipTests
{
    [Fact]
    public void Clipped_gradients_fit_the_norm_and_smaller_ones_stay() =>
        Gen.Select(Gen.Float[-5, 5].Array[1, 5], Gen.Float[-5, 5].Array[1, 5], Gen.Double[0.01, 20]).Sample((first, second, most) =>
        {
            using var scope = NewDisposeScope();
            Tensor[] parameters = [With(first), With(second), zeros(3, requires_grad: true)];
            var expected = Math.Sqrt(first.Concat(second).Sum(value => (double)value * value));
            var norm = GradientClip.Norm(parameters);
            Assert.Equal(expected, norm, 1e-4);
            Assert.Equal(Math.Min(norm, most), norm * GradientClip.Factor(norm, most), 1e-4);
            if (norm <= most) Assert.Equal(1, GradientClip.Factor(norm, most));
        }, iter: 100);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_gradient_that_is_not_finite_is_reported(float bad)
    {
        using var scope = NewDisposeScope();
        Assert.False(double.IsFinite(GradientClip.Norm([With([3, bad]), With([4])])));
    }

    [Fact]
    public void No_limit_scales_nothing() => Assert.Equal(1, GradientClip.Factor(1e30, double.PositiveInfinity));

    private static Tensor With(float[] gradient)
    {
        var parameter = zeros(gradient.Length, requires_grad: true);
        parameter.grad = tensor(gradient);
        return parameter;
    }
}
