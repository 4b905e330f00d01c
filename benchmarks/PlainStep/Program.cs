using System.Diagnostics;
using System.Globalization;
using Loci.Torch;
using PlainStep;
using static TorchSharp.torch;

// One gradient step of a GPT-2-124M-shaped model by libtorch's plain float32 path, for benchmarks/peers/step.py: PlainStep lora|full TOKENS THREADS STEPS.
NativeHeap.Configure();
var (isLora, tokens, threads, steps) = (args[0] == "lora", Number(1), Number(2), Number(3));
TorchRuntime.SetThreads(threads);
var model = new PlainModel(isLora);
using (no_grad())
using (NewDisposeScope())
{
    model.Loss(zeros([1, 3], ScalarType.Int64)); // makes the parameters
}
TorchSharp.Modules.Parameter[] learning = [.. model.Learning];
using var optimizer = optim.AdamW(learning, lr: 1e-5, weight_decay: 0);
var seconds = new List<double>();
for (var step = 0; step <= steps; step++)
{
    using var scope = NewDisposeScope();
    var ids = randint(0, 50257, [1, tokens + 1], dtype: ScalarType.Int64);
    var started = Stopwatch.GetTimestamp();
    model.Loss(ids).backward();
    nn.utils.clip_grad_norm_(learning, 1);
    optimizer.step();
    foreach (var parameter in learning) parameter.grad = null;
    seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
}
var median = seconds.Skip(1).Order().ElementAt(steps / 2);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"seconds\": {median}, \"peak_megabytes\": {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6}, \"version\": \"{TorchRuntime.Version()}\"}}"));

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
