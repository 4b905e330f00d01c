using CsCheck;
using Loci.TestSupport;

namespace Loci.Formats.Tests;

public sealed class RecognitionTests : FormatReading
{
    private static readonly (string Name, byte[] Content)[] Samples =
    [
        ("a.html", FormatSamples.Html), ("b.docx", FormatSamples.Word()), ("c.pdf", FormatSamples.Pdf([(50, 800, "The page."), (50, 700, "Another line of it.")])), ("d.csv", FormatSamples.Csv),
        ("e.parquet", FormatSamples.Parquet("text", ["one", "two", null], 2)),
    ];

    [Fact]
    public void Files_of_known_formats_in_a_folder_are_meant_and_unknown_binaries_are_not()
    {
        foreach (var (name, content) in Samples) Write(name, content);
        Write("f.png", [0x89, 0x50, 0, 1]);
        Write("g.zip", FormatSamples.Zip(("a.txt", stream => stream.Write("a"u8))));
        Write("h.md", "# h"u8.ToArray());
        Write("i.pdf", "%PDF-1.4 damaged"u8.ToArray());
        Write("~$b.docx", [7, 0, 0, 0]);
        var reader = Reader();
        var documents = reader.Read([Folder], Stop).ToList();
        Assert.Equal(["a.html", "b.docx", "c.pdf", "d.csv#1", "d.csv#2", "e.parquet#1", "e.parquet#2", "h.md"], documents.Select(document => Path.GetFileName(document.Source)));
        Assert.All(documents, document => Assert.True(document.Replaces));
        Assert.Equal(["e.parquet#3", "i.pdf"], reader.Problems.Select(problem => Path.GetFileName(problem.Source)));
        Assert.Equal(reader.Progress.Total, reader.Progress.Done);
    }

    [Fact]
    public void Content_decides_before_the_name_does()
    {
        Assert.Equal("one", Assert.Single(Read("a.csv", "{\"text\":\"one\"}\n"u8.ToArray())).Text);
        Assert.StartsWith("# Budget", Assert.Single(Read("b.pdf", FormatSamples.Html)).Text, StringComparison.Ordinal);
        Assert.Equal("<htmlx> is text", Assert.Single(Read("c.txt", "<htmlx> is text"u8.ToArray())).Text);
    }

    [Fact]
    public void A_damaged_file_is_one_problem_of_that_file_and_never_ends_the_run()
    {
        var whole = Write("z.txt", "whole"u8.ToArray());
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Select(Gen.Double[0, 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 8]).Sample(
            (which, edits) =>
            {
                var (name, content) = Samples[which];
                byte[] damaged = [.. content];
                foreach (var (place, value, kind) in edits)
                {
                    var at = (int)(place * (damaged.Length - 1));
                    damaged = kind switch { 0 => damaged[..at], 1 => [.. damaged[..at], value, .. damaged[at..]], _ => [.. damaged[..at], value, .. damaged[(at + 1)..]] };
                    if (damaged.Length == 0) break;
                }
                Write(name, damaged);
                var reader = Reader();
                var documents = reader.Read([Folder], Stop).ToList();
                Assert.Contains(documents, document => document.Source == whole);
                Assert.All(reader.Problems, problem => Assert.StartsWith(Path.Combine(Folder, name), problem.Source, StringComparison.Ordinal));
                File.Delete(Path.Combine(Folder, name));
            }, iter: 400, threads: 1);
    }
}
