using System.IO.Compression;
using System.Text;
using Loci.Ingest;
using Loci.Tests.Support;
using ZstdSharp;

namespace Loci.Tests.Ingest;

public sealed class DecompressionTests : IDisposable
{
    private static readonly byte[] Lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 60).Select(i => $"{{\"text\":\"line {i * 7919 % 1000}\"}}\n")));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public void Two_parts_are_read_whole_and_a_cut_anywhere_but_between_them_is_noticed(string packing)
    {
        var part = Pack(packing, Lines);
        byte[] whole = [.. part, .. part];
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            var path = _folder.Write($"cut.jsonl.{packing}", whole[..cut]);
            if (cut == part.Length || cut == whole.Length)
                Assert.Equal(60 * (cut / part.Length), Read(path).Count);
            else
                Assert.Contains(path, Assert.Throws<InvalidInputException>(() => Read(path)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public void Lines_in_front_of_a_cut_are_given_and_in_a_folder_the_cut_is_reported(string packing)
    {
        var random = new byte[300_000];
        new Random(1).NextBytes(random);
        var lines = string.Concat(random.Chunk(3000).Select(chunk => $"{{\"text\":\"{Convert.ToBase64String(chunk)}\"}}\n"));
        var whole = Pack(packing, Encoding.UTF8.GetBytes(lines));
        _folder.Write($"f/cut.jsonl.{packing}", whole[..(whole.Length / 2)]);
        _folder.Write("f/other.txt", "other");
        var reader = new DocumentReader(new IngestOptions());
        var documents = reader.Read([_folder.At("f")], TestContext.Current.CancellationToken).ToList();
        Assert.InRange(documents.Count, 2, 60);
        Assert.Equal("other", documents[^1].Text);
        Assert.Contains("cut short", Assert.Single(reader.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_bit_in_gzip_is_noticed_wherever_it_changes_the_content()
    {
        var whole = Pack("gz", Lines);
        var expected = Read(_folder.Write("whole.jsonl.gz", whole)).Select(document => document.Text).ToArray();
        for (var bit = 8 * 10; bit < 8 * whole.Length; bit++) // the bytes before are flags and times
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var path = _folder.Write("d.jsonl.gz", damaged);
            var error = Record.Exception(() => Assert.Equal(expected, Read(path).Select(document => document.Text)));
            Assert.True(error is null or InvalidInputException, $"bit {bit}: {error}"); // the last bits of a block mean nothing: the content stays as it was
        }
    }

    [Fact]
    public void What_follows_gzip_is_a_fault_unless_it_is_padding()
    {
        var whole = Pack("gz", Lines);
        Assert.Equal(60, Read(_folder.Write("padded.jsonl.gz", [.. whole, .. new byte[512]])).Count);
        Assert.Throws<InvalidInputException>(() => Read(_folder.Write("more.jsonl.gz", [.. whole, .. "more text"u8])));
    }

    [Fact]
    public void Zstandard_may_begin_with_a_frame_to_skip()
    {
        byte[] skipped = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        Assert.Equal(60, Read(_folder.Write("skip.jsonl.zst", [.. skipped, .. Pack("zst", Lines)])).Count);
    }

    [Fact]
    public void Compression_and_json_lines_are_told_by_content()
    {
        Assert.Equal(60, Read(_folder.Write("packed", Pack("zst", Lines))).Count);
        Assert.Equal(60, Read(_folder.Write("lines.txt", Lines)).Count);
        Assert.Equal("# title", Assert.Single(Read(_folder.Write("a.md.gz", Pack("gz", "# title"u8.ToArray())))).Text);
        Assert.Single(Read(_folder.Write("pretty.json", "{\n  \"text\": \"one\"\n}\n")));
        Assert.Single(Read(_folder.Write("config.json", "{\"a\": {\"text\": \"x\"}}\n")));
        Assert.Throws<InvalidInputException>(() => Read(_folder.Write("plain.txt.gz", "not packed")));
    }

    private static List<SourceDocument> Read(string path) => [.. new DocumentReader(new IngestOptions()).Read([path])];

    private static byte[] Pack(string packing, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream stream = packing == "gz" ? new GZipStream(packed, CompressionLevel.Optimal, true) : new CompressionStream(packed, leaveOpen: true))
            stream.Write(bytes);
        return packed.ToArray();
    }
}
