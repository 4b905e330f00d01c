using Loci.Cli.Hosting;
using Loci.Torch;

NativeHeap.Configure();
using var interrupts = new Interrupts();
return await CommandLine.RunAsync(args, interrupts.Token);
