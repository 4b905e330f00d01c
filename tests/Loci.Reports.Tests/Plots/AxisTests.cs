using CsCheck;
using Loci.Reports.Plots;

namespace Loci.Reports.Tests.Plots;

public sealed class AxisTests
{
    [Fact]
    public void A_linear_axis_holds_its_values_between_marks_of_even_steps() => Gen.Double[-1e6, 1e6].Array[1, 20].Sample(values =>
    {
        var axis = Axis.Linear("x", values);
        var gaps = axis.Ticks.Zip(axis.Ticks.Skip(1), (one, next) => next.Value - one.Value).ToArray();
        return values.All(axis.Holds) && axis.Ticks.Count is >= 3 and <= 9 && gaps.All(gap => Math.Abs(gap - gaps[0]) < 1e-6 * gap) && axis.Ticks.Select(tick => tick.Label).Distinct().Count() == axis.Ticks.Count;
    });

    [Fact]
    public void A_logarithmic_axis_holds_what_is_above_zero() => Gen.Double[-3, 4].Select(power => Math.Pow(10, power)).Array[1, 20].Sample(values =>
    {
        var axis = Axis.Logarithmic("s", [.. values, 0, double.NaN]);
        return values.All(axis.Holds) && !axis.Holds(0) && !axis.Holds(double.NaN);
    });

    [Fact]
    public void Marks_are_round_numbers()
    {
        Assert.Equal(["85", "90", "95", "100", "105"], Axis.Linear("x", [86, 103]).Ticks.Select(tick => tick.Label));
        Assert.Equal(["−0.2", "0.0", "0.2", "0.4", "0.6"], Axis.Linear("x", [-0.15, double.NaN, 0.55]).Ticks.Select(tick => tick.Label));
        Assert.Equal(["0.05", "0.1", "0.2", "0.5", "1", "2"], Axis.Logarithmic("s", [0.05, 2]).Ticks.Select(tick => tick.Label));
        Assert.Equal([0, 1], new[] { 0.0, 50 }.Select(Axis.Counts("picks", [0, 1, 2, 5, 10, 20, 50]).Share));
        Assert.NotEmpty(Axis.Linear("x", [double.NaN]).Ticks);
    }
}
