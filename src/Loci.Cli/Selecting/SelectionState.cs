using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Loci.Selection;
using Loci.Selection.Pools;

namespace Loci.Cli.Selecting;

/// <summary>
/// Where a selection from a pool goes on after it was broken off, kept in a file. It belongs to one pool, set of targets and rule;
/// N is not part of that, since fewer picks are the beginning of more.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
/// <param name="key">What the state belongs to.</param>
internal sealed class SelectionState(string path, string key)
{
    private sealed record Document(string Key, int[] Picks, int[] ActiveRows, int Passes);

    /// <summary>What distinguishes a selection: the pool's file, the targets, λ, α and what is allowed.</summary>
    public static string Key(string candidates, ReadOnlySpan<byte> targets, SelectionOptions options, string? filter)
    {
        var file = new FileInfo(candidates);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{file.Length} {file.LastWriteTimeUtc.Ticks} {Convert.ToHexString(SHA256.HashData(targets))} {options.Noise:R} {options.Stopping:R} {options.Distinct} {filter}");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Where to go on; null where there is no state yet.</summary>
    public PoolCheckpoint? Read()
    {
        if (!File.Exists(path)) return null;
        try
        {
            var document = JsonSerializer.Deserialize<Document>(File.ReadAllText(path));
            if (document is { Picks: not null, ActiveRows: not null } && document.Key == key) return new PoolCheckpoint(document.Picks, document.ActiveRows, document.Passes);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException($"{path}: expected the state of a selection, found something else. Name another file, or delete this one.", e);
        }
        throw new InvalidInputException($"{path}: expected the state of this selection, found that of another (other vectors, targets, λ, α or filter). Name another file, or delete this one.");
    }

    /// <summary>Replaces the state, whole or not at all.</summary>
    public void Write(PoolCheckpoint checkpoint)
    {
        var temporary = path + ".partial";
        File.WriteAllText(temporary, JsonSerializer.Serialize(new Document(key, [.. checkpoint.Picks], [.. checkpoint.ActiveRows], checkpoint.Passes)));
        File.Move(temporary, path, overwrite: true);
    }
}
