using System.Runtime.InteropServices;
using System.Xml;
using System.Xml.Linq;

namespace Loci.Cli.Demo;

/// <summary>The XML documentation of the .NET libraries that every SDK brings: text that is on the machine already.</summary>
internal static class ReferenceDocumentation
{
    /// <summary>Assemblies that the demo reads: everyday ones, of a size that is remembered in seconds.</summary>
    private static readonly string[] Assemblies =
    [
        "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable", "System.Console", "System.Diagnostics.Process",
        "System.IO.Compression", "System.Linq", "System.Net.Http", "System.Net.Sockets", "System.Text.Json", "System.Text.RegularExpressions",
        "System.Threading", "System.Xml.ReaderWriter",
    ];

    /// <summary>The folder of the newest reference pack of the running SDK.</summary>
    /// <exception cref="InvalidInputException">No SDK with a reference pack is installed.</exception>
    public static string Find()
    {
        var shared = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()); // dotnet/shared/Microsoft.NETCore.App/10.0.x
        var packs = Path.Combine(shared.Parent?.Parent?.Parent?.FullName ?? "", "packs", "Microsoft.NETCore.App.Ref");
        var found = Directory.Exists(packs)
            ? new DirectoryInfo(packs).GetDirectories()
                .OrderByDescending(folder => Version.TryParse(folder.Name.Split('-')[0], out var version) ? version : new Version(0, 0))
                .Select(folder => Path.Combine(folder.FullName, "ref", "net10.0"))
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "System.Collections.xml")))
            : null;
        return found ?? throw new InvalidInputException("the demo reads the reference documentation that the .NET 10 SDK brings (packs/Microsoft.NETCore.App.Ref), and found none beside the running .NET. Install the SDK, not only the runtime.");
    }

    /// <summary>Every documented member of the demo's assemblies, in the order of the files.</summary>
    public static IEnumerable<DocumentedMember> Read(string folder) =>
        Assemblies.Select(name => Path.Combine(folder, name + ".xml")).Where(File.Exists).SelectMany(ReadFile);

    private static IEnumerable<DocumentedMember> ReadFile(string path)
    {
        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        reader.MoveToContent();
        var assembly = Path.GetFileNameWithoutExtension(path);
        while (!reader.EOF)
        {
            if (reader is not { NodeType: XmlNodeType.Element, Name: "member" })
            {
                reader.Read();
                continue;
            }
            var member = (XElement)XNode.ReadFrom(reader);
            var text = MemberText.Render(member);
            if (text.Length > 0) yield return new DocumentedMember(assembly, member.Attribute("name")?.Value ?? "", text);
        }
    }
}
