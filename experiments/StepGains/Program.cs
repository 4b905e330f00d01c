// What makes k(q, x) predict the gain of a step on x for q? Takes one gradient step from the base on each of many chunks for each of many prompts, measures what it saves on the scored text, and says
// how well each similarity ranks the chunks of a prompt by it. One JSON line a pair in the record; a Markdown table of rank correlations at the end.
using System.CommandLine;
using Loci.Experiments;
using Loci.Torch;

NativeHeap.Configure();
var model = new Option<string>("--model") { Required = true, Description = "Model folder." };
var memory = new Option<string>("--memory") { Required = true, Description = "A memory of words and word pairs." };
var data = new Option<string>("--data") { Required = true, Description = "Documents to predict." };
var staticModel = new Option<string?>("--static") { Description = "Model2Vec folder." };
var protocol = new Option<string>("--protocol") { DefaultValueFactory = _ => "split", Description = "whole or split." };
var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 2, Description = "Documents per subset." };
var maxTokens = new Option<int>("--max-tokens") { DefaultValueFactory = _ => 512, Description = "Tokens of each document at most." };
var near = new Option<int>("--near") { DefaultValueFactory = _ => 30, Description = "Nearest chunks of each prompt." };
var spread = new Option<int>("--spread") { DefaultValueFactory = _ => 10, Description = "Further chunks, spread over the next ranks up to 2,000." };
var record = new Option<string>("--record") { Required = true, Description = "A file that gets one JSON line per pair." };
var command = new RootCommand("Measures the gains of single steps and what predicts them.") { model, memory, data, staticModel, protocol, limit, maxTokens, near, spread, record };
command.SetAction((parsed, cancellationToken) => new StepStudy(
    parsed.GetValue(model)!, parsed.GetValue(memory)!, parsed.GetValue(data)!, parsed.GetValue(staticModel), parsed.GetValue(protocol)!, parsed.GetValue(limit), parsed.GetValue(maxTokens),
    parsed.GetValue(near), parsed.GetValue(spread), parsed.GetRequiredValue(record)).RunAsync(cancellationToken));
return await command.Parse(args).InvokeAsync();
