using Loci.Tensors;

namespace Loci.Tests.Tensors;

/// <summary>Other formats are known by what they are, whatever they are called; none of them is read.</summary>
public sealed class ForeignFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Formats => new()
    {
        { "80027D7100", "pickle" },                 // protocol 2
        { "80049541000000", "pickle" },             // protocol 4
        { "80028A0A6CFC9C46F9206AA850192E", "pickle" }, // torch.save before 1.6
        { "504B03041400", "zip archive" },          // torch.save since 1.6
        { "4747554603000000", "GGUF" },
        { "89484446", "HDF5" },
        { "1F8B0800", "gzip" },
        { "3C21444F43545950452068746D6C3E", "web page" },
        { "3C68746D6C3E", "web page" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Formats))]
    public void Content_decides(string head, string what)
    {
        byte[] content = [.. Convert.FromHexString(head), .. new byte[200]];
        foreach (string name in (string[])["model.safetensors", "adapter_model.safetensors", "pytorch_model.bin", "weights.pt", "data.pkl", "none"])
        {
            Refused(what, () => SafetensorsFile.Open(_folder.File(name, content)).Dispose());
            Refused(what, () => MatrixFile.Open(_folder.File(name, content), "any").Dispose());
        }

        Refused(what, () => NpyFile.Read(_folder.File("vectors.npy", content)));
    }

    [Fact]
    public void A_header_whose_length_looks_like_a_pickle_is_none()
    {
        // 0x0280 = 640 bytes of header: the file begins with the bytes of a pickle of protocol 2.
        string header = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""".PadRight(640);
        using SafetensorsFile file = SafetensorsFile.Open(_folder.File("a.bin", [0x80, 2, 0, 0, 0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(header), 7]));
        Assert.Equal((byte[])[7], file.Bytes("a").ToArray());
    }

    private static void Refused(string what, Action read) => Assert.Contains(what, Assert.Throws<InvalidInputException>(read).Message, StringComparison.Ordinal);
}
