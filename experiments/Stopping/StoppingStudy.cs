using Loci.Selection;
using Loci.Selection.Rules;

namespace Loci.Experiments;

/// <summary>Prints a table of α for a set of problems.</summary>
internal sealed class StoppingStudy(int count)
{
    private static readonly double[] Prices = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1];

    /// <summary>Means over the problems; a spread where one figure would hide it.</summary>
    public void Print(string name, IReadOnlyList<Problem> problems)
    {
        Console.WriteLine($"{name}: {problems.Count} selections, N = {count}\n");
        Console.WriteLine("| α | picks kept, mean (least … most) | picks saved | σ left, share of the prior's | more than after all picks, points |\n| --- | --- | --- | --- | --- |");
        SelectionResult[] all = [.. problems.Select(problem => Select(problem, null))];
        foreach (double price in Prices)
        {
            SelectionResult[] stopped = [.. problems.Select(problem => Select(problem, price))];
            int[] kept = [.. stopped.Select(result => result.Indices.Length)];
            double left = stopped.Average(Left), least = all.Average(Left);
            Console.WriteLine($"| {price} | {kept.Average():0.0} ({kept.Min()} … {kept.Max()}) | {1 - kept.Average() / count:0 %} | {left:0.000} | {100 * (left - least):0.0} |");
        }
        Console.WriteLine($"| – | {all.Average(result => result.Indices.Length):0.0} | 0 % | {all.Average(Left):0.000} | 0.0 |\n");
    }

    private SelectionResult Select(Problem problem, double? price) =>
        new Sift().Select(problem.Kernel, new SelectionOptions { Count = count, Noise = problem.Noise, Stopping = price });

    private static double Left(SelectionResult result) => result.Objective.Length == 0 ? 1 : Math.Sqrt(result.Objective[^1] / result.Prior);
}
