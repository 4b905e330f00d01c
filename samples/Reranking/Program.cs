using Loci.Samples.Reranking;

Console.Write(await TopFive.RunAsync());
