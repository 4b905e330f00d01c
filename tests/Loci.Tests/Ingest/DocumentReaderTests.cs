using System.IO.Compression;
using System.Text;
using CsCheck;
using Loci.Ingest;
using Loci.Tests.Support;
using ZstdSharp;

namespace Loci.Tests.Ingest;

public sealed class DocumentReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_read_in_order_and_its_gitignore_is_respected()
    {
        _folder.Write("docs/b.md", "# b");
        _folder.Write("docs/a.txt", "a");
        _folder.Write("docs/secret.log", "no");
        _folder.Write("docs/.gitignore", "*.log\n!keep.log\nbuild/\n");
        _folder.Write("docs/keep.log", "yes");
        _folder.Write("docs/build/out.txt", "no");
        _folder.Write("docs/sub/.gitignore", "deep.txt\n");
        _folder.Write("docs/sub/deep.txt", "no");
        _folder.Write("docs/sub/kept.txt", "kept");
        _folder.Write("docs/node_modules/x.txt", "no");
        _folder.Write("docs/image.png", new byte[] { 0x89, 0x50, 0, 1, 2 });
        Assert.Equal(["a", "# b", "yes", "kept"], Read([_folder.At("docs")]).Select(document => document.Text));
    }

    [Fact]
    public void A_pattern_reads_what_it_matches()
    {
        _folder.Write("x/one.txt", "1");
        _folder.Write("x/y/two.txt", "2");
        _folder.Write("x/three.md", "3");
        Assert.Equal(["1"], Read([_folder.At("x", "*.txt")]).Select(document => document.Text));
        Assert.Equal(["1", "2"], Read([_folder.At("x", "**", "*.txt")]).Select(document => document.Text));
        AssertRefused([_folder.At("x", "*.rst")], "matches");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("gz")]
    [InlineData("zst")]
    public void Json_lines_are_read_however_they_are_packed(string packing)
    {
        var path = _folder.Write(packing == "plain" ? "d.jsonl" : $"d.jsonl.{packing}", Pack(packing, "{\"text\":\"one\",\"meta\":{\"pile_set_name\":\"A\",\"n\":1}}\n\n{\"text\":\"zwei ü\"}\r\n{\"text\":\"three\"}"));
        var documents = Read([path]);
        Assert.Equal(["one", "zwei ü", "three"], documents.Select(document => document.Text));
        Assert.Equal(("A", "1"), (documents[0].Meta!["pile_set_name"], documents[0].Meta!["n"]));
        Assert.EndsWith("#3", documents[1].Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public void A_compressed_file_cut_anywhere_is_never_taken_for_a_whole_one(string packing)
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => $"{{\"text\":\"line {i * 7919 % 1000}\"}}\n"));
        var whole = Pack(packing, text);
        Gen.Int[3, whole.Length - 1].Sample(cut =>
        {
            var path = _folder.Write($"cut-{cut}.jsonl.{packing}", whole[..cut]);
            Assert.Throws<InvalidInputException>(() => Read([path]));
        }, iter: 60, threads: 1);
        Assert.Equal(300, Read([_folder.Write($"whole.jsonl.{packing}", whole)]).Count);
    }

    [Fact]
    public void Lines_without_text_are_counted_by_number_or_refused()
    {
        var path = _folder.Write("d.jsonl", "{\"text\":\"one\"}\n{\"body\":\"two\"}\nnot json\n[1]\n{\"text\":5}\n{\"text\":\"six\"}\n");
        var reader = new DocumentReader(new IngestOptions());
        Assert.Equal(["one", "six"], reader.Read([path], TestContext.Current.CancellationToken).Select(document => document.Text));
        Assert.Equal(["#2", "#3", "#4", "#5"], reader.Problems.Select(problem => problem.Source[^2..]));
        var error = Assert.Throws<InvalidInputException>(() => new DocumentReader(new IngestOptions { Strict = true }).Read([path], TestContext.Current.CancellationToken).ToList());
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_files_that_cannot_be_used_are_errors_and_found_ones_are_reported()
    {
        var empty = _folder.Write("f/empty.txt", "");
        var latin = _folder.Write("f/latin.txt", [(byte)'a', 0xE9, (byte)'b']);
        _folder.Write("f/good.txt", "good");
        AssertRefused([empty], "empty");
        AssertRefused([latin], "offset 1");
        AssertRefused([_folder.At("f", "missing.txt")], "nothing of that name");
        var reader = new DocumentReader(new IngestOptions());
        Assert.Equal(["good"], reader.Read([_folder.At("f")], TestContext.Current.CancellationToken).Select(document => document.Text));
        Assert.Equal(latin, Assert.Single(reader.Problems).Source); // an empty file in a folder is not meant
    }

    [Fact]
    public void Standard_input_is_text_or_json_lines_by_what_it_begins_with()
    {
        Assert.Equal("plain text", Assert.Single(ReadInput("plain text")).Text);
        Assert.Equal(["a", "b"], ReadInput("{\"text\":\"a\"}\n{\"text\":\"b\"}\n").Select(document => document.Text));
        Assert.Throws<InvalidInputException>(() => ReadInput(""));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        var path = _folder.Write("bom.txt", [0xEF, 0xBB, 0xBF, .. "text"u8.ToArray()]);
        Assert.Equal("text", Assert.Single(Read([path])).Text);
    }

    [Fact]
    public void Sources_are_full_paths_whatever_the_way_they_were_named_and_standard_input_replaces_nothing()
    {
        var path = _folder.Write("f/a.txt", "a");
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        Assert.Equal((path, true), Read([relative]).Select(document => (document.Source, document.Replaces)).Single());
        Assert.Equal(path, Assert.Single(Read([Path.GetDirectoryName(relative)!])).Source);
        Assert.Equal(path, Assert.Single(Read([_folder.At("f", "..", "f", "*.txt")])).Source);
        var lines = _folder.Write("d.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
        Assert.Equal([$"{lines}#1", $"{lines}#2"], Read([Path.GetRelativePath(Environment.CurrentDirectory, lines)]).Select(document => document.Source));
        Assert.Equal(("stdin", false), ReadInput("text").Select(document => (document.Source, document.Replaces)).Single());
    }

    [Fact]
    public void The_text_can_be_in_another_field_and_the_plain_ones_are_metadata()
    {
        var path = _folder.Write("d.txt", "{\"id\":7,\"body\":\"one\",\"tags\":[\"x\"],\"ok\":true,\"none\":null,\"title\":\"a\",\"meta\":{\"title\":\"b\",\"deep\":[1]}}\n");
        var document = Assert.Single(new DocumentReader(new IngestOptions { TextField = "body" }).Read([path], TestContext.Current.CancellationToken));
        Assert.Equal(($"{path}#1", "one"), (document.Source, document.Text));
        Assert.Equal("deep=[1] id=7 ok=true title=b", string.Join(' ', document.Meta!.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}")));
    }

    [Fact]
    public void A_cancelled_reading_ends_and_all_bytes_count_once()
    {
        var path = _folder.Write("d.jsonl", string.Concat(Enumerable.Repeat("{\"text\":\"one\"}\n", 100)));
        using var stop = new CancellationTokenSource();
        var reader = new DocumentReader(new IngestOptions());
        using var documents = reader.Read([path], stop.Token).GetEnumerator();
        Assert.True(documents.MoveNext());
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => documents.MoveNext());
        var whole = new DocumentReader(new IngestOptions());
        Assert.Equal(100, whole.Read([path], TestContext.Current.CancellationToken).Count());
        Assert.Equal((new FileInfo(path).Length, whole.Progress.Total), (whole.Progress.Done, whole.Progress.Done));
    }

    [Fact]
    public void A_line_longer_than_every_buffer_is_read_whole()
    {
        var text = new string('x', 300_000);
        var path = _folder.Write("long.jsonl", $"{{\"text\":\"{text}\"}}\n{{\"text\":\"next\"}}");
        Assert.Equal([text, "next"], Read([path]).Select(document => document.Text));
    }

    private static List<SourceDocument> Read(string[] paths) => [.. new DocumentReader(new IngestOptions()).Read(paths)];

    private static List<SourceDocument> ReadInput(string text) =>
        [.. new DocumentReader(new IngestOptions { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(text)) }).Read(["-"])];

    private static void AssertRefused(string[] paths, string because) =>
        Assert.Contains(because, Assert.Throws<InvalidInputException>(() => Read(paths)).Message, StringComparison.Ordinal);

    private static byte[] Pack(string packing, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var packed = new MemoryStream();
        using (Stream stream = packing switch { "gz" => new GZipStream(packed, CompressionLevel.Optimal, true), "zst" => new CompressionStream(packed, leaveOpen: true), _ => packed })
            stream.Write(bytes);
        return packed.ToArray();
    }
}
