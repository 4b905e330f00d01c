using Loci.Embedding;
using Loci.Ingest;
using Loci.Memories;
using Loci.Tests.Support;
using Loci.Text;
using Microsoft.Extensions.Time.Testing;

namespace Loci.Tests.Ingest;

public sealed class IngesterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LexicalEmbedder _embedder = new();

    public void Dispose()
    {
        _embedder.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Running_again_adds_nothing_and_counts_what_was_there()
    {
        var lines = string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"text\":\"document number {i}\"}}\n"));
        var path = _folder.Write("d.jsonl", lines + "bad\n");
        using var memory = await Open();
        var first = await Run(memory, path);
        var second = await Run(memory, path);
        Assert.Equal((50, 50, 1), (first.Documents, first.Chunks, first.Skipped));
        Assert.Equal((0, 0, 51), (second.Documents, second.Chunks, second.Skipped));
        Assert.Equal(50, memory.Describe().Documents);
    }

    [Fact]
    public async Task Cancelling_keeps_what_was_acknowledged_and_a_second_run_adds_the_rest()
    {
        const int all = 1500;
        var path = _folder.Write("d.jsonl", string.Concat(Enumerable.Range(0, all).Select(i => $"{{\"text\":\"document number {i}\"}}\n")));
        using var memory = await Open();
        using var source = new CancellationTokenSource();
        var acknowledged = 0;
        var progress = new Listener(report =>
        {
            acknowledged = report.Documents;
            source.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(memory, path, progress, source.Token));
        Assert.InRange(acknowledged, 1, all - 1);
        Assert.Equal(acknowledged, memory.Describe().Documents);
        var rest = await Run(memory, path);
        Assert.Equal((all - acknowledged, acknowledged), (rest.Documents, rest.Skipped));
    }

    [Fact]
    public async Task Progress_tells_bytes_time_and_rate()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var path = _folder.Write("d.jsonl", string.Concat(Enumerable.Range(0, 1500).Select(i => $"{{\"text\":\"document number {i}\"}}\n")));
        using var memory = await Open();
        var reports = new List<IngestProgress>();
        var reader = new DocumentReader(new IngestOptions());
        var result = await new Ingester(memory, new Chunker(new ByteTokenizer()), time).RunAsync(
            reader.Read([path], TestContext.Current.CancellationToken), reader, new Listener(reports.Add), TestContext.Current.CancellationToken);
        Assert.Equal([1.0, 2.0, 3.0], reports.Select(report => report.Elapsed.TotalSeconds));
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesDone);
        Assert.Equal(new FileInfo(path).Length, reports[^1].BytesTotal);
        Assert.Equal(reports[0].BytesDone / 1.0, reports[0].BytesPerSecond);
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
        Assert.Equal((1500, 4.0), (result.Documents, result.Elapsed.TotalSeconds));
    }

    [Fact]
    public void A_file_of_nothing_but_bad_lines_is_counted_and_reported_up_to_a_thousand()
    {
        var path = _folder.Write("d.jsonl", string.Concat(Enumerable.Repeat("bad\n", 5000)));
        var reader = new DocumentReader(new IngestOptions());
        Assert.Empty(reader.Read([path], TestContext.Current.CancellationToken));
        Assert.Equal((5000, 1000), (reader.Skipped, reader.Problems.Count));
    }

    private Task<Memory> Open() =>
        Memory.OpenAsync(_folder.At("m.loci"), _embedder, new MemoryOptions { Create = true }, TestContext.Current.CancellationToken);

    private static Task<IngestResult> Run(Memory memory, string path, IProgress<IngestProgress>? progress = null, CancellationToken? cancellation = null)
    {
        var reader = new DocumentReader(new IngestOptions());
        return new Ingester(memory, new Chunker(new ByteTokenizer())).RunAsync(
            reader.Read([path]), reader, progress, cancellation ?? TestContext.Current.CancellationToken);
    }

    private sealed class Listener(Action<IngestProgress> told) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => told(value);
    }
}
