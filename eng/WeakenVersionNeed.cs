using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one ELF version need of a shared library as weak (VER_FLG_WEAK), so that the dynamic loader warns instead of refusing.
/// Acts only on the exact file it knows (SHA-256), and only where the system's libstdc++ lacks the version.
/// </summary>
public sealed class WeakenVersionNeed : Task
{
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const byte WeakFlag = 2;                    // VER_FLG_WEAK

    [Required] public string Library { get; set; }
    [Required] public string Version { get; set; }
    [Required] public string Sha256 { get; set; }
    [Required] public string PatchedSha256 { get; set; }

    public override bool Execute()
    {
        if (SystemLibraryHasVersion()) return true;
        var bytes = File.ReadAllBytes(Library);
        var hash = Hash(bytes);
        if (hash == PatchedSha256) return true;
        if (hash != Sha256)
        {
            Log.LogError("{0} is not the file this build step knows (SHA-256 {1}, expected {2}). A new TorchSharp version needs a fresh look: see docs/decisions/0002-native-torch.md.", Library, hash, Sha256);
            return false;
        }
        Weaken(bytes);
        if (Hash(bytes) != PatchedSha256)
        {
            Log.LogError("Marking {0} weak in {1} did not give the expected file (SHA-256 {2}). Nothing was written.", Version, Library, Hash(bytes));
            return false;
        }
        Replace(bytes);
        Log.LogMessage(MessageImportance.Normal, "{0}: version need {1} marked weak.", Library, Version);
        return true;
    }

    private bool SystemLibraryHasVersion()
    {
        foreach (var folder in new[] { "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib" })
        {
            var path = Path.Combine(folder, "libstdc++.so.6");
            if (File.Exists(path))
                return Encoding.GetEncoding("iso-8859-1").GetString(File.ReadAllBytes(path)).Contains(Version + "\0");
        }
        return false;
    }

    private void Weaken(byte[] file)
    {
        var sections = (int)BitConverter.ToInt64(file, 0x28);
        int size = BitConverter.ToUInt16(file, 0x3A), count = BitConverter.ToUInt16(file, 0x3C);
        for (var section = sections; section < sections + count * size; section += size)
        {
            if (BitConverter.ToUInt32(file, section + 4) != VersionNeedSection) continue;
            var need = (int)BitConverter.ToInt64(file, section + 24);
            var link = BitConverter.ToInt32(file, section + 40);
            var names = (int)BitConverter.ToInt64(file, sections + link * size + 24);
            WeakenIn(file, need, names);
        }
    }

    private void WeakenIn(byte[] file, int need, int names)
    {
        for (var next = -1; next != 0; need += next)
        {
            var entry = need + BitConverter.ToInt32(file, need + 8);
            for (int left = BitConverter.ToUInt16(file, need + 2); left > 0; left--)
            {
                var name = names + BitConverter.ToInt32(file, entry + 8);
                if (Encoding.ASCII.GetString(file, name, Array.IndexOf(file, (byte)0, name) - name) == Version) file[entry + 4] |= WeakFlag;
                entry += BitConverter.ToInt32(file, entry + 12);
            }
            next = BitConverter.ToInt32(file, need + 12);
        }
    }

    /// <summary>Writes a new file beside and renames it over, so that a hard link to the package cache is never written through.</summary>
    private void Replace(byte[] bytes)
    {
        var stamp = File.GetLastWriteTimeUtc(Library);
        var fresh = Library + ".weak";
        File.WriteAllBytes(fresh, bytes);
        File.SetLastWriteTimeUtc(fresh, stamp);
        File.Delete(Library);
        File.Move(fresh, Library);
    }

    private static string Hash(byte[] bytes)
    {
        using (var sha = SHA256.Create()) return BitConverter.ToString(sha.ComputeHash(bytes)).Replace("-", "").ToLowerInvariant();
    }
}
