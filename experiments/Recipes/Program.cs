// Which way of taking steps gains the most bits per second? Runs arms over the same documents and memory, one line of a Markdown table per arm, as soon as it is known.
using System.CommandLine;
using Loci.Experiments;
using Loci.Torch;

NativeHeap.Configure();
var model = new Option<string>("--model") { Required = true, Description = "Model folder." };
var memory = new Option<string>("--memory") { Required = true, Description = "A memory." };
var data = new Option<string>("--data") { Required = true, Description = "Documents to predict." };
var arms = new Option<string[]>("--arms") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "Arms: settings joined by commas, such as n=20,lr=3e-4,beta2=0.99,squares=256." };
var protocol = new Option<string>("--protocol") { DefaultValueFactory = _ => "split", Description = "whole or split." };
var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 1, Description = "Documents per subset." };
var maxTokens = new Option<int>("--max-tokens") { DefaultValueFactory = _ => 1024, Description = "Tokens of each document at most." };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Documents at a time." };
var record = new Option<string?>("--record") { Description = "A file that gets one JSON line per arm and document." };
var sample = new Option<string?>("--sample") { Description = "Text that sensitivity is measured on; not the documents. [default: the documents]" };
var command = new RootCommand("Compares recipes of gradient steps.") { model, memory, data, arms, protocol, limit, maxTokens, threads, record, sample };
command.SetAction((parsed, cancellationToken) => new RecipeStudy(
    parsed.GetValue(model)!, parsed.GetValue(memory)!, parsed.GetValue(data)!, parsed.GetValue(protocol)!, parsed.GetValue(limit), parsed.GetValue(maxTokens), parsed.GetValue(threads), parsed.GetValue(record), parsed.GetValue(sample) ?? parsed.GetValue(data)!)
    .RunAsync(parsed.GetValue(arms)!, cancellationToken));
return await command.Parse(args).InvokeAsync();
