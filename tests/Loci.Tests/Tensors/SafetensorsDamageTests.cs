using System.Buffers.Binary;
using System.Text;
using Loci.Tensors;

namespace Loci.Tests.Tensors;

/// <summary>Damaged and hostile files: each is refused with its name and its fault, and none is read past its end.</summary>
public sealed class SafetensorsDamageTests : IDisposable
{
    private static readonly byte[] Likely = "0123456789[]{},:\"- aF"u8.ToArray();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "does not take the 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,7]}}""", "does not take the 7 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "integers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "integers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "integers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}""", "integers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387905,4],"data_offsets":[0,8]}}""", "does not take")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", "does not take")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "not within the 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "not within")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "integers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", "not within")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "1 numbers instead of 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "end at byte")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", "F8_E4M3 is not supported")]
    [InlineData("""{"a":{"dtype":null,"shape":[8],"data_offsets":[0,8]}}""", "needs dtype")]
    [InlineData("""{"a":{"dtype":5,"shape":[8],"data_offsets":[0,8]}}""", "not valid JSON")]
    [InlineData("""{"a":{"shape":[8],"data_offsets":[0,8]}}""", "needs dtype")]
    [InlineData("""{"a":{"dtype":"U8","shape":8,"data_offsets":[0,8]}}""", "must be arrays")]
    [InlineData("""{"a":7}""", "not an object")]
    [InlineData("""{"__metadata__":{"a":1}}""", "not text")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}} {}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}""", "not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "not valid JSON")]
    [InlineData("""["a"]""", "does not begin with '{'")]
    public void A_header_that_cannot_be_is_refused(string header, string fault)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        Refused([.. Length((ulong)text.Length), .. text, .. new byte[8]], fault);
    }

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Refused([.. Length(100_000), .. Encoding.UTF8.GetBytes("{\"a\":{\"b\":" + new string('[', 99_990))], "not valid JSON");

    [Theory]
    [InlineData(0UL, "0 bytes")]
    [InlineData(1UL, "1 bytes")]
    [InlineData(93UL, "93 bytes")]
    [InlineData(ulong.MaxValue, "18446744073709551615 bytes")]
    [InlineData((ulong)long.MaxValue, "9223372036854775807 bytes")]
    public void A_header_longer_than_the_file_is_refused(ulong length, string fault) => Refused([.. Length(length), .. "{}"u8, .. new byte[90]], fault);

    [Fact]
    public void Other_formats_are_named()
    {
        byte[] rest = new byte[100];
        Refused([0x80, 0x02, (byte)'}', (byte)'q', 0, .. rest], "pickle");
        Refused([0x80, 0x04, 0x95, 0x0B, 0, .. rest], "pickle");
        Refused([0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, .. rest], "pickle");
        Refused([.. "PK\x03\x04"u8, .. rest], "zip archive");
        Refused([.. "GGUF"u8, .. rest], "GGUF");
        Refused([0x93, .. "NUMPY"u8, 1, 0, 1, 1, .. rest], ".npy");
        Refused("version https://git-lfs.github.com/spec/v1\n"u8, "Git LFS");
    }

    [Fact]
    public void Missing_and_empty_files_are_refused()
    {
        Assert.Contains("no such file", Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(_folder.File("none"))).Message, StringComparison.Ordinal);
        Refused([], "0 bytes");
        Refused(new byte[7], "7 bytes");
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        byte[] whole = Whole();
        for (int length = 0; length < whole.Length; length++)
        {
            Refused(whole.AsSpan(0, length), "");
        }
    }

    [Fact]
    public void Random_damage_is_refused_or_harmless()
    {
        byte[] whole = Whole();
        var random = new Random(17);
        int refused = 0;
        for (int round = 0; round < 4000; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                int at = random.Next(round % 2 == 0 ? whole.Length : whole.Length / 2);
                damaged[at] = random.Next(3) == 0 ? (byte)random.Next(256) : Likely[random.Next(Likely.Length)];
            }
            refused += ReadsAll(_folder.File("damaged", damaged)) ? 0 : 1;
        }
        Assert.InRange(refused, 2000, 4000);
    }

    private static bool ReadsAll(string path)
    {
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (TensorEntry entry in file.Tensors.Values)
            {
                Assert.Equal(entry.Length, file.Bytes(entry.Name).ToArray().Length);
                Assert.InRange(entry.Offset + entry.Length, 8, file.Length);
            }
            return true;
        }
        catch (InvalidInputException exception)
        {
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private void Refused(ReadOnlySpan<byte> content, string fault)
    {
        string path = _folder.File("bad.safetensors", content);
        string message = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(fault, message, StringComparison.Ordinal);
    }

    private byte[] Whole()
    {
        string path = _folder.File("whole.safetensors");
        SafetensorsWriter.Write(path, [TensorData.FromSingles("one", [1, 2, 3, 4], 2, 2), TensorData.FromInt64s("two", [5, 6], 2)], new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" });
        return File.ReadAllBytes(path);
    }

    private static byte[] Length(ulong length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        return bytes;
    }
}
