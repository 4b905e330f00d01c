using System.CommandLine;
using Loci.Tensors;

namespace Loci.Benchmarks.Commands;

/// <summary><c>search</c>: times one exact search over vectors from a file.</summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var rows = new Option<string>("--rows") { Description = "Vectors to search, n × d: .npy or .safetensors.", Required = true };
        var query = new Option<string>("--query") { Description = "The query, 1 × d: .npy or .safetensors.", Required = true };
        var count = new Option<int>("--count") { Description = "How many are to be found.", DefaultValueFactory = _ => 200 };
        var repeat = new Option<int>("--repeat") { Description = "Timed runs.", DefaultValueFactory = _ => 15 };
        var json = new Option<bool>("--json") { Description = "One JSON document." };
        var command = new Command("search", "Time one exact search, in float32 and through the float64 kernel.") { rows, query, count, repeat, json };
        command.SetAction(parsed =>
        {
            using MatrixFile all = MatrixFile.Open(parsed.GetRequiredValue(rows), "rows"), one = MatrixFile.Open(parsed.GetRequiredValue(query), "query");
            if (one.Count != 1 || one.Dimensions != all.Dimensions)
            {
                throw new InvalidInputException($"The query must be one row of {all.Dimensions} numbers like those searched, and is {one.Count} × {one.Dimensions}.");
            }
            var search = new ExactSearch(all.ReadAll(), one.ReadAll());
            int found = parsed.GetValue(count), runs = Math.Max(1, parsed.GetValue(repeat));
            double[] scan = Repeated.Milliseconds(runs, () => search.Scan(found)), column = Repeated.Milliseconds(runs, () => search.Column(found));
            Report.Say(
                parsed.GetValue(json),
                new { Rows = all.Count, all.Dimensions, Count = found, Scan = scan, Column = column },
                $"{all.Count} × {all.Dimensions}: float32 scan median {Repeated.Median(scan):0.0} ms, float64 kernel column {Repeated.Median(column):0.0} ms");
        });
        return command;
    }
}
