using System.CommandLine;
using Loci.Experiments;

var address = new Argument<string>("address") { Description = "postgres://user@host:port/database; a memory named experiment_… is made there for each row of the table." };
var chunks = new Option<int>("--chunks") { DefaultValueFactory = _ => 20_000, Description = "Chunks added." };
var dimensions = new Option<int>("--dimensions") { DefaultValueFactory = _ => 384, Description = "Dimensions of their vectors." };
var command = new RootCommand("How fast a memory in a database takes chunks and finds the 200 nearest, locally and by the server.") { address, chunks, dimensions };
command.SetAction((parsed, cancellationToken) => new DatabaseStudy(parsed.GetRequiredValue(address), parsed.GetValue(chunks), parsed.GetValue(dimensions)).RunAsync(Console.Out, cancellationToken));
return await command.Parse(args).InvokeAsync();
