using System.Text;
using CsCheck;
using Loci.Ingest;

namespace Loci.Tests.Ingest;

public sealed class JsonLinesTests
{
    [Fact]
    public void A_byte_order_mark_and_carriage_returns_are_no_part_of_a_line()
    {
        var lines = Read([0xEF, 0xBB, 0xBF, .. "{\"text\":\"one\"}\r\n \r\n{\"text\":\"two\",\"meta\":{\"pile_set_name\":\"S\"}}\r\n"u8]);
        Assert.Equal([(1, "one"), (3, "two")], lines.Select(line => (line.Number!.Value, line.Text!)));
        Assert.Equal("S", lines[1].Meta!["pile_set_name"]);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("{\"text\":null}")]
    [InlineData("{\"text\":\"\\ud800\"}")]
    [InlineData("{\"text\":\"cut sho")]
    public void A_bad_line_says_so_and_the_next_is_read(string bad)
    {
        var lines = Read(Encoding.UTF8.GetBytes($"{bad}\n{{\"text\":\"good\"}}\n"));
        Assert.NotNull(lines[0].Problem);
        Assert.Equal((2, "good", null), (lines[1].Number, lines[1].Text, lines[1].Problem));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_named_by_their_offset_in_the_stream() =>
        Gen.Select(Gen.Int[0, 20_000], Gen.String[Gen.Char['a', 'é'], 0, 40]).Sample((before, text) =>
        {
            var head = string.Concat(Enumerable.Repeat($"{{\"text\":\"{new string('ß', 30)}\"}}\r\n", before / 80)) + "{\"text\":\"" + new string('é', before % 80)
                + text.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
            var bytes = Encoding.UTF8.GetBytes(head);
            var error = Assert.Throws<InvalidInputException>(() => Read([.. bytes, 0xFF, .. "\"}\n"u8]));
            Assert.Contains($"offset {bytes.Length}.", error.Message, StringComparison.Ordinal);
        }, iter: 30);

    [Fact]
    public void Any_texts_come_back_as_they_were_whatever_the_stream_hands_out() =>
        Gen.Select(Gen.String[Gen.Char['\0', '\u04ff'], 0, 50].Array[0, 20], Gen.Int[1, 50]).Sample((texts, step) =>
        {
            var json = string.Concat(texts.Select(text => System.Text.Json.JsonSerializer.Serialize(new { text }) + "\n"));
            using var stream = new DrippingStream(Encoding.UTF8.GetBytes(json), step);
            Assert.Equal(texts, JsonLines.Read(stream, "s").Select(line => line.Text!));
        });

    private static List<DocumentEntry> Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return [.. JsonLines.Read(stream, "s")];
    }

    /// <summary>Hands out a few bytes at a time.</summary>
    private sealed class DrippingStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);
    }
}
