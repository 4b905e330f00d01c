// Which representation should a memory have? Builds one memory per representation from the same text and measures the bits per byte that
// tuning reaches with nearest neighbours and with SIFT, for each λ asked for. One line of a Markdown table per arm, as soon as it is known.
using System.CommandLine;
using Loci.Experiments;
using Loci.Torch;

NativeHeap.Configure();
var model = new Option<string>("--model") { Required = true, Description = "Model folder." };
var memory = new Option<string[]>("--memory") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "Text of the memory." };
var data = new Option<string>("--data") { Required = true, Description = "Documents to predict." };
var work = new Option<string>("--work") { DefaultValueFactory = _ => "representations.work", Description = "Where memories are kept between runs." };
var staticModel = new Option<string?>("--static") { Description = "Model2Vec folder for the static arms." };
var arms = new Option<string?>("--arms") { Description = "Arms to run, by name, separated by commas. [default: all]" };
var protocol = new Option<string>("--protocol") { DefaultValueFactory = _ => "whole", Description = "whole or split." };
var noises = new Option<string>("--noises") { DefaultValueFactory = _ => "0.1,0.3,1,3", Description = "λs to try with sift, or arm=λ pairs." };
var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 1, Description = "Documents per subset." };
var count = new Option<int>("--count") { DefaultValueFactory = _ => 20, Description = "N." };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Documents at a time." };
var command = new RootCommand("Compares representations.") { model, memory, data, work, staticModel, arms, protocol, noises, limit, count, threads };
command.SetAction((parsed, cancellationToken) => new Study(
    parsed.GetValue(model)!, parsed.GetValue(memory)!, parsed.GetValue(data)!, parsed.GetValue(work)!, parsed.GetValue(staticModel),
    parsed.GetValue(arms)?.Split(','), parsed.GetValue(protocol)!, parsed.GetValue(noises)!.Split(','),
    parsed.GetValue(limit), parsed.GetValue(count), parsed.GetValue(threads)).RunAsync(cancellationToken));
return await command.Parse(args).InvokeAsync();
