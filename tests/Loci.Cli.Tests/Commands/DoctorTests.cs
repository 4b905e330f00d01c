using System.Buffers.Binary;
using System.Text.Json;
using Loci.Cli.Tests.Support;

namespace Loci.Cli.Tests.Commands;

public sealed class DoctorTests : IDisposable
{
    private const string Version = "GLIBCXX_3.4.32";

    private readonly LociProgram _loci = new();

    public DoctorTests()
    {
        var model = Directory.CreateDirectory(Path.Combine(_loci.Home, "models", "loci-small")).FullName;
        foreach (var file in Directory.GetFiles(TinyModel.Folder)) File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
    }

    public void Dispose() => _loci.Dispose();

    [Fact]
    public async Task A_machine_that_has_all_is_well()
    {
        var answer = (await _loci.RunAsync("doctor", "--json")).Json();
        Assert.True(answer.GetProperty("works").GetBoolean());
        Assert.Equal($"{Environment.ProcessorCount}", Value(answer, "cores"));
        Assert.Contains("loads", Value(answer, "libtorch"), StringComparison.Ordinal);
        Assert.Matches(@"^loci-small: llama, 0\.3 million parameters, context \d+", Value(answer, "model"));
        Assert.Contains("bfloat16", Value(answer, "bf16") + "bfloat16 float32", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_model_or_memory_is_named()
    {
        _loci.Write("home/models/loci-small/model.safetensors", [1, 2, 3]);
        _loci.Write("home/memories/torn.loci/memory.db", "this is no database, whatever its name says");
        var answer = (await _loci.RunAsync("doctor", "--json")).Json(code: 1);
        Assert.False(Finding(answer, "model").GetProperty("works").GetBoolean());
        Assert.Contains("model.safetensors", Finding(answer, "model").GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.Equal("torn.loci", Value(answer, "memory"));
        Assert.False(Finding(answer, "memory").GetProperty("works").GetBoolean());
    }

    [Fact]
    public async Task A_native_library_that_is_missing_is_named_and_other_commands_send_here()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The copies are made of Linux libraries.");
        using var broken = new LociProgram { Assembly = ProgramCopy.Make(_loci.At("copy"), null) };
        Assert.Contains("not in the program's folder", Value((await broken.RunAsync("doctor", "--json")).Json(code: 1), "libtorch"), StringComparison.Ordinal);
        var text = broken.Write("a.txt", TinyModel.Text);
        (await broken.RunAsync("score", text, "--model", TinyModel.Folder, "--json")).Refused(1, "loci doctor");
    }

    [Fact]
    public async Task The_loader_is_quoted_where_a_library_is_no_library()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The copies are made of Linux libraries.");
        using var broken = new LociProgram { Assembly = ProgramCopy.Make(_loci.At("copy"), "not a library at all"u8.ToArray()) };
        var finding = Finding((await broken.RunAsync("doctor", "--json")).Json(code: 1), "libLibTorchSharp.so");
        Assert.Equal("does not load", finding.GetProperty("value").GetString());
        Assert.NotEqual("", finding.GetProperty("advice").GetString());
    }

    [Fact]
    public async Task The_version_that_an_older_system_lacks_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The copies are made of Linux libraries.");
        var library = await File.ReadAllBytesAsync(ProgramCopy.Native, TestContext.Current.CancellationToken);
        Assert.SkipUnless(Strengthen(library), "This system's libstdc++ has the version, so the build left the need as it was.");
        using var broken = new LociProgram { Assembly = ProgramCopy.Make(_loci.At("copy"), library) };
        var answer = (await broken.RunAsync("doctor", "--json")).Json(code: 1);
        Assert.Contains(Version, Value(answer, "libLibTorchSharp.so"), StringComparison.Ordinal);
    }

    private static JsonElement Finding(JsonElement answer, string name) =>
        answer.GetProperty("findings").EnumerateArray().First(finding => finding.GetProperty("name").ValueEquals(name));

    private static string Value(JsonElement answer, string name) => Finding(answer, name).GetProperty("value").GetString()!;

    /// <summary>Takes the weak mark off the version need, which lies after the ELF hash of the version's name; false where there is none.</summary>
    private static bool Strengthen(byte[] library)
    {
        var hash = Version.Aggregate(0u, (sum, letter) =>
        {
            sum = (sum << 4) + letter;
            var high = sum & 0xF0000000;
            return (sum ^ (high >> 24)) & ~high;
        });
        Span<byte> weak = [0, 0, 0, 0, 2, 0]; // vna_hash, vna_flags
        BinaryPrimitives.WriteUInt32LittleEndian(weak, hash);
        var at = library.AsSpan().IndexOf(weak);
        if (at >= 0) library[at + 4] = 0;
        return at >= 0;
    }
}
