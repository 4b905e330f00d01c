using CsCheck;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Tests.Tuning;

public sealed class AdamWTests
{
    private static readonly Gen<AdamWOptions> Options =
        from beta1 in Gen.Double[0, 0.95]
        from beta2 in Gen.Double[0.5, 0.9995]
        from decay in Gen.Double[0, 0.2]
        select new AdamWOptions(beta1, beta2, 1e-8, decay);

    [Fact]
    public void Steps_are_those_of_the_plain_recurrence() => Gen.Select(
        Options, Gen.Double[1e-5, 0.1], Gen.Double[-2, 2].Array[1, 40], Gen.Double[-3, 3].Array[40].Array[1, 8], Gen.Select(Gen.Bool, Gen.Double[0.1, 1])).Sample(
        (options, rate, start, gradients, rest) =>
        {
            using var scope = NewDisposeScope();
            var (matrix, scale) = rest;
            long[] shape = matrix ? [1, start.Length] : [start.Length];
            var parameter = tensor(start.Select(value => (float)value).ToArray(), shape).requires_grad_(true);
            using var optimizer = new AdamW([parameter], options);
            foreach (var gradient in gradients)
            {
                parameter.grad = tensor(gradient.Take(start.Length).Select(value => (float)value).ToArray(), shape);
                optimizer.Step(rate, scale);
            }
            for (var i = 0; i < start.Length; i++)
            {
                var expected = Reference(options, rate, (float)start[i], gradients.Select(gradient => scale * (float)gradient[i]), matrix);
                Assert.Equal(expected, parameter.detach().reshape(-1)[i].item<float>(), 2e-5);
            }
        }, iter: 100);

    /// <summary>Sizes around what a thread takes at a time.</summary>
    [Theory]
    [InlineData((1 << 16) - 1)]
    [InlineData(1 << 16)]
    [InlineData((3 << 16) + 13)]
    public void Every_number_of_a_large_parameter_is_moved_once(int size)
    {
        using var scope = NewDisposeScope();
        var parameter = zeros(size, requires_grad: true);
        parameter.grad = arange(1, size + 1, ScalarType.Float32);
        using var optimizer = new AdamW([parameter], new AdamWOptions());
        optimizer.Step(0.5);
        Assert.All(parameter.detach().data<float>().ToArray(), value => Assert.Equal(-0.5, value, 1e-5)); // Adam's first step is the rate, whatever the gradient
    }

    [Fact]
    public void A_parameter_that_lies_across_memory_is_moved_too()
    {
        using var scope = NewDisposeScope();
        var parameter = arange(6, ScalarType.Float32).reshape(2, 3).t().requires_grad_(true);
        parameter.grad = ones(3, 2);
        using var optimizer = new AdamW([parameter], new AdamWOptions());
        optimizer.Step(0.5);
        Assert.Equal([-0.5f, 2.5f, 0.5f, 3.5f, 1.5f, 4.5f], parameter.detach().contiguous().data<float>().ToArray().Select(value => MathF.Round(value, 4)));
    }

    [Fact]
    public void A_parameter_without_gradient_stays()
    {
        using var scope = NewDisposeScope();
        using var parameter = ones([2, 2], requires_grad: true);
        using var optimizer = new AdamW([parameter], new AdamWOptions(WeightDecay: 0.1));
        optimizer.Step(0.1);
        Assert.Equal([1f, 1f, 1f, 1f], parameter.detach().data<float>().ToArray());
    }

    [Fact]
    public void Memory_does_not_grow_with_steps()
    {
        using var parameters = new Parameters(count: 16, size: 1 << 18); // 16 MiB in all; the library's own optimiser grows by that with every few steps
        using var optimizer = new AdamW(parameters.All, new AdamWOptions());
        for (var i = 0; i < 5; i++) optimizer.Step(1e-3);
        var (memory, tensors) = (Environment.WorkingSet, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        for (var i = 0; i < 60; i++) optimizer.Step(1e-3);
        Assert.Equal(tensors, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.InRange(Environment.WorkingSet - memory, long.MinValue, 24 << 20);
    }

    /// <summary>One number's way by Loshchilov and Hutter's algorithm 2, in float64.</summary>
    private static double Reference(AdamWOptions options, double rate, double parameter, IEnumerable<double> gradients, bool matrix)
    {
        double first = 0, second = 0;
        var step = 0;
        foreach (var gradient in gradients)
        {
            step++;
            first = options.Beta1 * first + (1 - options.Beta1) * gradient;
            second = options.Beta2 * second + (1 - options.Beta2) * gradient * gradient;
            var unbiased = first / (1 - Math.Pow(options.Beta1, step));
            var spread = Math.Sqrt(second / (1 - Math.Pow(options.Beta2, step))) + options.Epsilon;
            parameter -= rate * (unbiased / spread + (matrix ? options.WeightDecay * parameter : 0));
        }
        return parameter;
    }

    private sealed class Parameters : IDisposable
    {
        public Parameters(int count, int size)
        {
            All = [.. Enumerable.Range(0, count).Select(_ => zeros([size / 256, 256], requires_grad: true).DetachFromDisposeScope())];
            foreach (var parameter in All) parameter.grad = ones(parameter.shape);
        }

        public Tensor[] All { get; }

        public void Dispose()
        {
            foreach (var parameter in All) parameter.Dispose();
        }
    }
}
