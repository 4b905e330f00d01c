using System.CommandLine;
using System.Text.Json;
using Loci.Tensors;

namespace Loci.Benchmarks.Commands;

/// <summary><c>dense</c>: the exact searches over dense rows in turns, beside a plain read of the same bytes; for scripts, one turn for each line of input.</summary>
internal static class DenseCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var file = new Option<string?>("--file") { Description = "Rows, n × d: .npy or .safetensors; made up if not given." };
        var asked = new Option<string?>("--queries") { Description = "Queries, m × d, with --file." };
        var rows = new Option<int>("--rows") { Description = "n, made-up rows.", DefaultValueFactory = _ => 500_000 };
        var dimensions = new Option<int>("--dimensions") { Description = "d.", DefaultValueFactory = _ => 768 };
        var batch = new Option<int>("--batch") { Description = "Queries of a batch.", DefaultValueFactory = _ => 64 };
        var count = new Option<int>("--count") { Description = "K.", DefaultValueFactory = _ => 200 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each.", DefaultValueFactory = _ => 9 };
        var serve = new Option<bool>("--serve") { Description = "Read names of searches from the standard input and answer each with a line of JSON." };
        var command = new Command("dense", "Time exact searches over dense rows: float32, int8 with re-ranking, one query and a batch.") { file, asked, rows, dimensions, batch, count, threads, rounds, serve };
        command.SetAction(parsed =>
        {
            (float[] values, float[][] queries) = parsed.GetValue(file) is string path
                ? (Read(path, "rows"), Read(parsed.GetRequiredValue(asked)!, "queries").Chunk(Width(path)).ToArray())
                : MadeUp(parsed.GetValue(rows), parsed.GetValue(batch), parsed.GetValue(dimensions));
            var contest = new DenseContest(values, queries, parsed.GetValue(count), parsed.GetValue(threads));
            if (parsed.GetValue(serve))
            {
                Serve(contest);
            }
            else
            {
                Print(contest, values.Length, queries.Length, Math.Max(1, parsed.GetValue(rounds)));
            }
        });
        return command;
    }

    private static void Serve(DenseContest contest)
    {
        Console.WriteLine(JsonSerializer.Serialize(new { contest.QuantisingSeconds }, Json));
        while (Console.ReadLine() is string name)
        {
            Console.WriteLine(JsonSerializer.Serialize(contest.Run(name), Json));
        }
    }

    private static void Print(DenseContest contest, int numbers, int batch, int rounds)
    {
        var turns = DenseContest.Names.ToDictionary(name => name, _ => new List<DenseTurn>());
        for (int round = -1; round < rounds; round++) // the first round is to warm up
        {
            foreach (string name in DenseContest.Names)
            {
                DenseTurn turn = contest.Run(name);
                if (round >= 0)
                {
                    turns[name].Add(turn);
                }
            }
        }
        double read = Median(turns["read"]);
        Console.WriteLine($"Quantising: {contest.QuantisingSeconds:0.0} s. Medians of {rounds} turns; the batch is {batch} queries.\n");
        Console.WriteLine("| search | median ms | fastest | float32 bytes a second, GB | × a plain read's time | read exactly |\n| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach ((string name, List<DenseTurn> list) in turns)
        {
            double median = Median(list);
            Console.WriteLine($"| {name} | {median:0.0} | {list.Min(turn => turn.Milliseconds):0.0} | {4e-6 * numbers / median:0.0} | {median / read:0.00} | {list[0].Reranked:0} |");
        }
        bool same = Same(turns, "float", "compact") && Same(turns, "float batch", "compact batch");
        Console.WriteLine($"\nfloat32 and int8 find {(same ? "the same rows in the same order" : "DIFFERENT ROWS")}.");
    }

    private static bool Same(Dictionary<string, List<DenseTurn>> turns, string one, string other) =>
        turns[one].Concat(turns[other]).All(turn => turn.Rows.Zip(turns[one][0].Rows).All(pair => pair.First.SequenceEqual(pair.Second)));

    private static double Median(List<DenseTurn> turns) => Repeated.Median([.. turns.Select(turn => turn.Milliseconds)]);

    private static (float[] Rows, float[][] Queries) MadeUp(int rows, int queries, int dimensions) =>
        (SyntheticRows.Random(rows, dimensions, seed: 1), SyntheticRows.Random(queries, dimensions, seed: 2).Chunk(dimensions).ToArray());

    private static float[] Read(string path, string what)
    {
        using MatrixFile matrix = MatrixFile.Open(path, what);
        return matrix.ReadAll();
    }

    private static int Width(string path)
    {
        using MatrixFile matrix = MatrixFile.Open(path, "rows");
        return matrix.Dimensions;
    }
}
