using Loci.Cli.Tests.Support;

namespace Loci.Cli.Tests.Commands;

/// <summary>That the figures are there and possible, not how large they are: speed is no test's business.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task Selection_alone_is_measured_alone()
    {
        var answer = (await _loci.RunAsync("bench", "--only", "select", "--json")).Json();
        Assert.InRange(answer.GetProperty("select").GetProperty("ms").GetDouble(), double.Epsilon, 1e6);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("step").ValueKind);
    }

    [Fact]
    public async Task A_step_is_measured_as_a_share_of_what_matrix_products_reach()
    {
        var answer = (await _loci.RunAsync("bench", "--only", "step", "--tokens", "8", "--dtype", "f32", "--json")).Json();
        var step = answer.GetProperty("step");
        Assert.True(answer.GetProperty("gemm_gflops_bf16").GetDouble() > 0);
        Assert.Equal(answer.GetProperty("gemm_gflops_f32").GetDouble(), answer.GetProperty("gemm_gflops").GetDouble());
        Assert.True(step.GetProperty("peak_megabytes").GetDouble() > 0);
        Assert.Equal(8 / step.GetProperty("seconds").GetDouble(), step.GetProperty("tokens_per_second").GetDouble(), 1e-6);
        Assert.Equal(step.GetProperty("gflops").GetDouble() / answer.GetProperty("gemm_gflops").GetDouble(), step.GetProperty("share_of_peak").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("bench --only everything", "everything", "step")]
    [InlineData("bench --shape gpt9", "gpt9", "gpt2-124m")]
    [InlineData("bench --tokens 1", "--tokens", "at least 2")]
    public async Task What_cannot_be_measured_is_refused(string line, params string[] words) => (await _loci.RunAsync(line.Split(' '))).Refused(2, words);
}
