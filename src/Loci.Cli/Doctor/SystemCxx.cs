using System.Text;

namespace Loci.Cli.Doctor;

/// <summary>The C++ library of the system.</summary>
internal static class SystemCxx
{
    private static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib"];

    /// <summary>Whether it defines a symbol version; true where the library is not found, since then nothing can be said.</summary>
    public static bool Has(string version)
    {
        var file = Folders.Select(folder => Path.Combine(folder, "libstdc++.so.6")).FirstOrDefault(File.Exists);
        return file is null || File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(version + "\0")) >= 0;
    }
}
