// What should the gradient steps for a prompt be: on which chunks by which kernel, in which order, how many together, with what weight, and on the prompt itself?
// Runs arms over the same documents and memory and prints one line for each, as soon as it is known.
using System.CommandLine;
using Loci.Experiments;
using Loci.Torch;

NativeHeap.Configure();
var model = new Option<string>("--model") { Required = true, Description = "Model folder." };
var memory = new Option<string>("--memory") { Required = true, Description = "A memory of words and word pairs." };
var data = new Option<string>("--data") { Required = true, Description = "Documents to predict." };
var arms = new Option<string[]>("--arms") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "Arms: settings joined by commas, such as n=50,batch=2,prompt=4. See LessonArm for all." };
var protocol = new Option<string>("--protocol") { DefaultValueFactory = _ => "split", Description = "whole or split." };
var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 3, Description = "Documents per subset." };
var maxTokens = new Option<int>("--max-tokens") { DefaultValueFactory = _ => 1024, Description = "Tokens of each document at most." };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Documents at a time." };
var record = new Option<string?>("--record") { Description = "A file that gets one JSON line per arm and document." };
var command = new RootCommand("Compares lessons for a prompt.") { model, memory, data, arms, protocol, limit, maxTokens, threads, record };
command.SetAction((parsed, cancellationToken) => new LessonStudy(
    parsed.GetValue(model)!, parsed.GetValue(memory)!, parsed.GetValue(data)!, parsed.GetValue(protocol)!, parsed.GetValue(limit), parsed.GetValue(maxTokens), parsed.GetValue(threads), parsed.GetValue(record))
    .RunAsync(parsed.GetValue(arms)!, cancellationToken));
return await command.Parse(args).InvokeAsync();
