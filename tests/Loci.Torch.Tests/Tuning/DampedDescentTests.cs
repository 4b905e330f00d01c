using CsCheck;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Tuning;

public sealed class DampedDescentTests
{
    [Fact]
    public void Steps_are_those_of_the_plain_recurrence() => Gen.Select(
        Gen.Double[0, 0.95], Gen.Double[1e-3, 1], Gen.Double[-2, 2].Array[1, 40], Gen.Double[-3, 3].Array[40].Array[1, 6], Gen.Double[0.1, 1]).Sample((beta, rate, start, gradients, scale) =>
    {
        using var scope = NewDisposeScope();
        float[] factors = [.. start.Select((_, i) => 1f / (1 + i))];
        var parameter = tensor(start.Select(value => (float)value).ToArray()).requires_grad_(true);
        using var optimizer = new DampedDescent([parameter], [tensor(factors)], beta);
        foreach (var gradient in gradients)
        {
            parameter.grad = tensor(gradient.Take(start.Length).Select(value => (float)value).ToArray());
            optimizer.Step(rate, scale);
        }
        Assert.Equal(gradients.Length, optimizer.Steps);
        for (var i = 0; i < start.Length; i++)
        {
            double expected = (float)start[i], momentum = 0;
            for (var step = 1; step <= gradients.Length; step++)
            {
                momentum = beta * momentum + (1 - beta) * scale * gradients[step - 1][i];
                expected -= rate * momentum / (1 - Math.Pow(beta, step)) * factors[i];
            }
            Assert.Equal(expected, parameter.detach()[i].item<float>(), 1e-4);
        }
    }, iter: 100);

    [Theory]
    [InlineData((1 << 16) - 1)]
    [InlineData((3 << 16) + 13)]
    public void Every_number_of_a_large_parameter_is_moved_once(int size)
    {
        using var scope = NewDisposeScope();
        var parameter = zeros(size, requires_grad: true);
        parameter.grad = ones(size);
        using var optimizer = new DampedDescent([parameter], [full([size], 0.5f)], 0.9);
        optimizer.Step(0.5);
        Assert.All(parameter.detach().data<float>().ToArray(), value => Assert.Equal(-0.25f, value));
    }

    [Fact]
    public void A_parameter_that_lies_across_memory_is_moved_too()
    {
        using var scope = NewDisposeScope();
        var parameter = arange(6, ScalarType.Float32).reshape(2, 3).t().requires_grad_(true);
        parameter.grad = ones(3, 2);
        using var optimizer = new DampedDescent([parameter], [ones(3, 2)], 0);
        optimizer.Step(0.5);
        Assert.Equal([-0.5f, 2.5f, 0.5f, 3.5f, 1.5f, 4.5f], parameter.detach().contiguous().data<float>().ToArray());
    }
}
