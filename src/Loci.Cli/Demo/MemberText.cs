using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Loci.Cli.Demo;

/// <summary>Documentation elements as sentences.</summary>
internal static partial class MemberText
{
    /// <summary>The member's name, summary, parameters, result, exceptions and remarks, one a line.</summary>
    public static string Render(XElement member)
    {
        var name = member.Attribute("name")?.Value ?? "";
        var summary = Plain(member.Element("summary"));
        if (name.Length < 3 || summary.Length == 0) return "";
        var text = new StringBuilder();
        text.Append(name.AsSpan(2)).Append('\n').Append(summary).Append('\n');
        foreach (var parameter in member.Elements("param")) Line(text, $"Parameter {parameter.Attribute("name")?.Value}: ", parameter);
        Line(text, "Returns: ", member.Element("returns"));
        Line(text, "Value: ", member.Element("value"));
        foreach (var exception in member.Elements("exception")) Line(text, $"Throws {Short(exception.Attribute("cref")?.Value)}: ", exception);
        Line(text, "Remarks: ", member.Element("remarks"));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string label, XElement? element)
    {
        var plain = Plain(element);
        if (plain.Length > 0) text.Append(label).Append(plain).Append('\n');
    }

    private static string Plain(XElement? element)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { IsEmpty: true } reference) text.Append(Mention(reference));
        }
        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    private static string Mention(XElement reference) =>
        reference.Attribute("langword")?.Value ?? reference.Attribute("name")?.Value ?? Short(reference.Attribute("cref")?.Value);

    /// <summary>The last name of a reference, without its namespace and parameters.</summary>
    private static string Short(string? reference)
    {
        if (reference is null) return "";
        var name = reference.Split('(')[0];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..];
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Blanks();
}
