using System.Runtime.InteropServices;
using Loci.Cli.Tests.Support;

namespace Loci.Cli.Tests.Commands;

public sealed partial class TrainTests : IDisposable
{
    private const int Interrupt = 2; // SIGINT

    private readonly LociProgram _loci = new();

    public TrainTests()
    {
        _loci.Write("recipe.json", TinyModel.Recipe);
        _loci.Write("text.txt", string.Concat(Enumerable.Range(0, 40).Select(i => TinyModel.Text + i)));
    }

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_new_model_learns_its_text_and_can_be_scored_and_trained_on()
    {
        string[] common = ["--validation", "text.txt", "--threads", "1", "--json"];
        var made = (await _loci.RunAsync(["train", "text.txt", "--new", "recipe.json", "--out", "tiny", "--steps", "60", .. common])).Json();
        Assert.Equal(60, made.GetProperty("steps").GetInt32());
        Assert.InRange(made.GetProperty("train_loss").GetDouble(), 0.01, Math.Log(280));
        var scored = (await _loci.RunAsync("score", "text.txt", "--model", "tiny", "--threads", "1", "--json")).Json().GetProperty("bpb").GetDouble();
        Assert.Equal(scored, made.GetProperty("validation_bpb").GetDouble(), 0.02); // the weights on disk are those in memory, rounded

        var on = (await _loci.RunAsync(["train", "text.txt", "--model", "tiny", "--out", "more", "--steps", "60", "--batch", "4", "--window", "24", "--learning-rate", "0.005", .. common])).Json();
        Assert.True(on.GetProperty("validation_bpb").GetDouble() < scored);
        Assert.Equal(60 * 4 * 24, on.GetProperty("tokens").GetInt64());
    }

    [Theory]
    [InlineData("lora", "--rank", "4", "--alpha", "8", "--targets", "attention")]
    [InlineData("head")]
    public async Task An_adapter_is_trained_beside_a_model_and_scored_with_it(string tuning, params string[] more)
    {
        string[] model = ["--model", TinyModel.Folder, "--threads", "1", "--json"];
        var made = (await _loci.RunAsync(["train", "text.txt", "--tuning", tuning, "--adapter-out", "fox", "--steps", "20", "--batch", "2", "--window", "64", "--validation", "text.txt", .. more, .. model])).Json();
        Assert.Equal((20, "fox"), (made.GetProperty("steps").GetInt32(), made.GetProperty("adapter").GetString()));
        var plain = (await _loci.RunAsync(["score", "text.txt", .. model])).Json();
        var adapted = (await _loci.RunAsync(["score", "text.txt", "--adapter", "fox", .. model])).Json();
        Assert.True(adapted.GetProperty("bpb").GetDouble() < plain.GetProperty("bpb").GetDouble());
        Assert.Equal(made.GetProperty("validation_bpb").GetDouble(), adapted.GetProperty("bpb").GetDouble(), 1e-6);
        Assert.Equal(plain.GetProperty("model").GetString() + "+fox", adapted.GetProperty("model").GetString());
    }

    [Fact]
    public async Task An_interrupted_run_exits_with_130_and_ends_as_if_it_had_never_been()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill(2).");
        string[] Line(string folder) =>
            ["train", "text.txt", "--new", "recipe.json", "--out", folder, "--steps", "150", "--checkpoint-every", "1", "--threads", "1", "--json"];
        var run = _loci.Start(Line("broken"));
        var id = run.Id;
        var outcome = LociProgram.FinishAsync(run);
        await StateAsync(outcome, _loci.At("broken", "training-state.safetensors"));
        Assert.Equal(0, Kill(id, Interrupt));
        (await outcome).Refused(130, "cancelled", "goes on from it");
        Assert.False(File.Exists(_loci.At("broken", "model.safetensors")));

        Assert.Equal(150, (await _loci.RunAsync(Line("broken"))).Json().GetProperty("steps").GetInt32());
        Assert.Equal(150, (await _loci.RunAsync(Line("whole"))).Json().GetProperty("steps").GetInt32());
        Assert.Equal(
            await File.ReadAllBytesAsync(_loci.At("whole", "model.safetensors"), TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(_loci.At("broken", "model.safetensors"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_loci.At("broken", "training-state.safetensors")));
    }

    [Fact]
    public async Task A_recipe_with_a_misspelt_setting_is_refused()
    {
        _loci.Write("wrong.json", TinyModel.Recipe.Replace("batch_size", "batchsize", StringComparison.Ordinal));
        (await _loci.RunAsync("train", "text.txt", "--new", "wrong.json", "--out", "x", "--json")).Refused(2, "wrong.json", "batchsize");
        Assert.False(Directory.Exists(_loci.At("x")));
    }

    /// <summary>Waits until the run has saved its first state, or has ended.</summary>
    private static async Task StateAsync(Task run, string file)
    {
        while (!File.Exists(file) && !run.IsCompleted) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
