using System.Buffers.Binary;
using CsCheck;
using Loci.TestSupport;

namespace Loci.Formats.Tests;

/// <summary>A table whose footer says what is not so ends reading with an error, and soon.</summary>
public sealed class DamagedParquetTests : FormatReading
{
    private const int Tail = 8; // the footer's length and the signature

    private static readonly byte[] Whole = FormatSamples.Parquet("text", ["one", "two", null], 2);

    private static int FooterLength => BinaryPrimitives.ReadInt32LittleEndian(Whole.AsSpan(Whole.Length - Tail));

    private static int FooterStart => Whole.Length - Tail - FooterLength;

    [Theory]
    [InlineData(192, 0x77)] // text where a list is expected
    [InlineData(317, 0xf4)]
    [InlineData(192, 0xa9)]
    public async Task A_field_of_another_type_is_not_read_as_what_its_number_says(int place, byte value)
    {
        byte[] damaged = [.. Whole];
        damaged[FooterStart + place] = value;
        Assert.Contains("footer", await RefusedAsync(damaged), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_begins_with_the_last_byte_has_no_header()
    {
        ReadOnlySpan<byte> offset = [0x26, 0x08, 0x3c]; // field 9 of a column: its first page, at byte 4; field 12, a structure, follows
        var at = FooterStart + Whole.AsSpan(FooterStart).IndexOf(offset);
        var last = Whole.Length; // of a file that is a byte longer
        byte[] damaged = [.. Whole[..(at + 1)], (byte)(0x80 | ((2 * last) & 0x7f)), (byte)((2 * last) >> 7), .. Whole[(at + 2)..]];
        BinaryPrimitives.WriteInt32LittleEndian(damaged.AsSpan(damaged.Length - Tail), FooterLength + 1);
        Assert.Contains("damaged", await RefusedAsync(damaged), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_of_a_footer_ends() => Gen.Select(Gen.Int[0, FooterLength - 1], Gen.Byte).Array[1, 3].Sample(
        edits =>
        {
            byte[] damaged = [.. Whole];
            foreach (var (place, value) in edits) damaged[FooterStart + place] = value;
            Write("d.parquet", damaged);
            var reader = Reader();
            Assert.True(Task.Run(() => reader.Read([Folder], Stop).Count(), Stop).Wait(TimeSpan.FromMinutes(1), Stop), "Reading does not end.");
        }, iter: 1000, threads: 1);

    private Task<string> RefusedAsync(byte[] content) => Task.Run(() => Refused("d.parquet", content), Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);
}
