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

    [Fact]
    public async Task Another_libtorch_is_used_where_the_environment_names_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere TorchSharp finds its own.");
        var folder = Directory.CreateDirectory(_loci.At("other", "lib")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "libtorch"))) File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        _loci.Write("other/build-version", "2.10.0+cpu\n");
        using var program = new LociProgram { Assembly = ProgramCopy.Make(_loci.At("copy"), await File.ReadAllBytesAsync(ProgramCopy.Native, TestContext.Current.CancellationToken)), Variables = new(StringComparer.Ordinal) { ["LOCI_LIBTORCH"] = _loci.At("other") } };
        Directory.Delete(_loci.At("copy", "libtorch")); // the packaged one is not there to be taken by mistake
        var text = program.Write("a.txt", TinyModel.Text);
        Assert.True((await program.RunAsync("score", text, "--model", TinyModel.Folder, "--json")).Json().GetProperty("bpb").GetDouble() > 0);
        Assert.EndsWith("other, without CUDA", Value((await program.RunAsync("doctor", "--json")).Json(code: 1), "LOCI_LIBTORCH"), StringComparison.Ordinal); // no default model in this copy
    }

    [Fact]
    public async Task Another_libtorch_that_is_none_or_of_another_release_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere TorchSharp finds its own.");
        using var nothing = new LociProgram { Variables = new(StringComparer.Ordinal) { ["LOCI_LIBTORCH"] = _loci.At("nothing") } };
        Assert.False(Finding((await nothing.RunAsync("doctor", "--json")).Json(code: 1), "LOCI_LIBTORCH").GetProperty("works").GetBoolean());
        var text = nothing.Write("a.txt", TinyModel.Text);
        (await nothing.RunAsync("score", text, "--model", TinyModel.Folder)).Refused(2, "LOCI_LIBTORCH", "libc10.so");
        _loci.Write("old/lib/libc10.so", "never looked at");
        _loci.Write("old/version.py", "__version__ = '2.9.1+cu128'\ndebug = False\n");
        using var old = new LociProgram { Variables = new(StringComparer.Ordinal) { ["LOCI_LIBTORCH"] = _loci.At("old") } };
        (await old.RunAsync("score", text, "--model", TinyModel.Folder)).Refused(2, "2.10.0", "2.9.1+cu128");
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_refused()
    {
        var text = _loci.Write("a.txt", TinyModel.Text);
        (await _loci.RunAsync("score", text, "--model", TinyModel.Folder, "--device", "cuda:7")).Refused(2, "GPU 7");
        (await _loci.RunAsync("score", text, "--model", TinyModel.Folder, "--device", "gpu")).Refused(2, "auto, cpu, cuda");
        Assert.True((await _loci.RunAsync("score", text, "--model", TinyModel.Folder, "--device", "auto", "--json")).Json().GetProperty("bpb").GetDouble() > 0);
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
