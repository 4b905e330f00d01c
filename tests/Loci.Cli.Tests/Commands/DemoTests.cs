using Loci.Cli.Tests.Support;

namespace Loci.Cli.Tests.Commands;

public sealed class DemoTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task What_was_held_back_is_predicted_better_after_reading()
    {
        var demo = (await _loci.RunAsync("demo", "--json")).Json();
        double plain = demo.GetProperty("base_bpb").GetDouble(), nearest = demo.GetProperty("nn_bpb").GetDouble(), sift = demo.GetProperty("sift_bpb").GetDouble();
        Assert.True(sift < plain && nearest < plain, $"base {plain}, nearest neighbours {nearest}, SIFT {sift}");
        Assert.True(demo.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(24, demo.GetProperty("methods").GetProperty("base").GetProperty("total").GetProperty("documents").GetInt32());
    }
}
