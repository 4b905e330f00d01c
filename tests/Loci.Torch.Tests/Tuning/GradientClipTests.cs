using CsCheck;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Tuning;

public sealed class GradientClipTests
{
    [Fact]
    public void Clipped_gradients_keep_their_direction_and_fit_the_norm() =>
        Gen.Select(Gen.Float[-5, 5].Array[1, 5], Gen.Float[-5, 5].Array[1, 5], Gen.Double[0.01, 20]).Sample((first, second, most) =>
        {
            using var scope = NewDisposeScope();
            Tensor[] parameters = [With(first), With(second), zeros(3, requires_grad: true)];
            var expected = Math.Sqrt(first.Concat(second).Sum(value => (double)value * value));
            Assert.Equal(expected, GradientClip.Apply(parameters, most), 1e-4);
            var scale = expected > most ? most / expected : 1;
            Assert.All(first.Zip(parameters[0].grad!.data<float>().ToArray()), pair => Assert.Equal(pair.First * scale, pair.Second, 1e-4));
            Assert.All(second.Zip(parameters[1].grad!.data<float>().ToArray()), pair => Assert.Equal(pair.First * scale, pair.Second, 1e-4));
        }, iter: 100);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_gradient_that_is_not_finite_is_reported_and_left(float bad)
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [With([3, bad]), With([4])];
        Assert.False(double.IsFinite(GradientClip.Apply(parameters, 1)));
        Assert.Equal(4, parameters[1].grad!.item<float>());
    }

    private static Tensor With(float[] gradient)
    {
        var parameter = zeros(gradient.Length, requires_grad: true);
        parameter.grad = tensor(gradient);
        return parameter;
    }
}
