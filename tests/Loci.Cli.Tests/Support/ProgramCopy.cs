namespace Loci.Cli.Tests.Support;

/// <summary>A copy of the program whose native libraries are links, all but one, which a test may take away or spoil.</summary>
internal static class ProgramCopy
{
    private const string Spoilt = "libLibTorchSharp.so";
    private const string Natives = "runtimes/linux-x64/native";

    /// <summary>The native library as the program has it.</summary>
    public static string Native => Path.Combine(AppContext.BaseDirectory, Natives, Spoilt);

    /// <summary>Makes the copy and gives its assembly.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="native">Content of libLibTorchSharp.so; null leaves it out.</param>
    public static string Make(string folder, byte[]? native)
    {
        Directory.CreateDirectory(Path.Combine(folder, Natives));
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            if (Path.GetExtension(file) is ".dll" or ".json") File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        Directory.CreateSymbolicLink(Path.Combine(folder, "libtorch"), Path.Combine(AppContext.BaseDirectory, "libtorch"));
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, Natives)).Where(file => Path.GetFileName(file) != Spoilt))
            File.CreateSymbolicLink(Path.Combine(folder, Natives, Path.GetFileName(file)), file);
        if (native is not null) File.WriteAllBytes(Path.Combine(folder, Natives, Spoilt), native);
        return Path.Combine(folder, "Loci.Cli.dll");
    }
}
