namespace Loci.TestSupport;

/// <summary>Two hundred file names that a stranger might send to reach a place outside a model's folder, a device, or a reader's eyes. None is a plain path.</summary>
public static class HostileNames
{
    private static readonly string[] Leaves = ["model.safetensors", "config.json", "x.safetensors"];

    /// <summary>{0} stands for a file that would be wanted under that name.</summary>
    private static readonly string[] Forms =
    [
        // up and out
        "../{0}", "../../{0}", "../../../../../../../../tmp/{0}", "a/../../{0}", "a/b/../../../{0}", "a/../{0}", "{0}/../../x", "{0}/..", "./{0}", "a/./{0}", "a//{0}", "{0}/",
        // absolute
        "/{0}", "//{0}", "///etc/{0}", "/proc/self/cwd/{0}", "~/{0}", "~root/{0}", "$HOME/{0}", "${{HOME}}/{0}", "%HOME%/{0}", "file:///{0}", "http://127.0.0.1/{0}",
        // Windows
        "..\\{0}", "..\\..\\{0}", "a\\..\\..\\{0}", "\\{0}", "\\\\host\\share\\{0}", "\\\\?\\C:\\{0}", "\\\\.\\pipe\\{0}", "C:{0}", "C:\\{0}", "C:/{0}", "a\\{0}", "../a\\{0}",
        "{0}:stream", "{0}::$DATA", "{0}.", "{0} ", " {0}", "aux.{0}", "CON/{0}", "nul.{0}", "com1.{0}", "LPT9/{0}", "a/PRN.{0}", "PROGRA~1/{0}",
        // encoded
        "%2e%2e/{0}", "%2e%2e%2f{0}", "..%2f{0}", "..%5c{0}", "%252e%252e%252f{0}", "..%c0%af{0}", "&#46;&#46;/{0}",
        // look-alikes and what cannot be seen
        "‥/{0}", "．．/{0}", "..／{0}", "..∕{0}", "..＼{0}", "\u202e{0}", "a\u200b/{0}", "\ufeff{0}", "{0}\0.txt", "\0{0}", "a\0/../{0}", "{0}\n", "\n{0}", "a\r\n{0}", "\u001b[2J{0}", "{0}\u2028",
        // shells
        "{0}|sh", "{0}>x", "*{0}", "?{0}", "\"{0}\"", "<{0}>", "`id`/{0}", "{0};id",
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Leaves.SelectMany(leaf => Forms.Select(form => form.Replace("{0}", leaf, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal))).Take(193),
        "..", ".", "", "../", new string('a', 300) + "/model.safetensors", new string('b', 256) + ".safetensors",
        string.Concat(Enumerable.Repeat("d/", 600)) + "model.safetensors",
    ];
}
