using System.Text.Json;
using Loci.Selection;
using Loci.Selection.Kernels;
using Loci.Tensors;

namespace Loci.Experiments;

/// <summary>A selection to be stopped.</summary>
internal sealed record Problem(ICandidateKernel Kernel, double Noise)
{
    private const int Queries = 50, Centres = 20, PerCentre = 10, Dimensions = 64;
    private const double Spread = 0.6, QuerySpread = 0.9;

    /// <summary>The SIFT cases of a fixture folder, each with its own λ.</summary>
    public static IReadOnlyList<Problem> FromFixtures(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "cases.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Where(entry => !entry.TryGetProperty("kind", out _)).Select(entry => Read(folder, entry))];
    }

    /// <summary>Fifty queries, each with its own K = 200 unit candidates in twenty clusters of d = 64; the query lies at the edge of one. λ = 0.1.</summary>
    public static IReadOnlyList<Problem> Clusters(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Queries).Select(_ =>
        {
            float[][] centres = [.. Enumerable.Range(0, Centres).Select(_ => Near(new float[Dimensions], 1, random))];
            float[][] candidates = [.. Enumerable.Range(0, Centres * PerCentre).Select(i => Near(centres[i % Centres], Spread, random))];
            float[] query = Near(centres[0], QuerySpread, random);
            return new Problem(new DenseKernel(candidates.SelectMany(row => row).ToArray(), query, Dimensions), 0.1);
        })];
    }

    private static Problem Read(string folder, JsonElement entry)
    {
        using var file = SafetensorsFile.Open(Path.Combine(folder, entry.GetProperty("file").GetString()!));
        var kernel = new DenseKernel(file.ReadSingles("candidates"), file.ReadSingles("targets"), entry.GetProperty("d").GetInt32());
        return new Problem(kernel, entry.GetProperty("lambda_").GetDouble());
    }

    /// <summary>A unit vector at a random direction of length <paramref name="spread"/> from another.</summary>
    private static float[] Near(float[] centre, double spread, Random random)
    {
        double[] noise = [.. centre.Select(_ => Gaussian(random))];
        double length = Math.Sqrt(noise.Sum(v => v * v));
        double[] moved = [.. centre.Zip(noise, (c, v) => c + spread * v / length)];
        double norm = Math.Sqrt(moved.Sum(v => v * v));
        return [.. moved.Select(v => (float)(v / norm))];
    }

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
