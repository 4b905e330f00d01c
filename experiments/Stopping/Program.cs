// What stopping early costs and buys: for each α, how many of N picks SIFT keeps and how much of the prior's deviation is left, against all N.
// Runs on the selection fixtures and on clusters made from a seed. Prints the Markdown tables of docs/selection.md.
using System.CommandLine;
using System.Globalization;
using Loci.Experiments;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var fixtures = new Option<string>("--fixtures") { DefaultValueFactory = _ => "tests/fixtures/selection", Description = "Folder of the selection cases." };
var count = new Option<int>("--count") { DefaultValueFactory = _ => 50, Description = "N." };
var seed = new Option<int>("--seed") { Description = "Seed of the clusters." };
var command = new RootCommand("Measures what stopping early costs and buys.") { fixtures, count, seed };
command.SetAction(parsed =>
{
    var study = new StoppingStudy(parsed.GetValue(count));
    study.Print("Selection fixtures", Problem.FromFixtures(parsed.GetValue(fixtures)!));
    study.Print("Clusters", Problem.Clusters(parsed.GetValue(seed)));
});
return await command.Parse(args).InvokeAsync();
