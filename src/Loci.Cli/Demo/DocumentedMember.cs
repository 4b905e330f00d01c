namespace Loci.Cli.Demo;

/// <summary>One member of the .NET libraries with its documentation as plain text.</summary>
/// <param name="Assembly">The assembly it belongs to.</param>
/// <param name="Name">Its documentation id, such as <c>M:System.Collections.BitArray.Clone</c>.</param>
/// <param name="Text">What the documentation says, as a person would read it.</param>
internal sealed record DocumentedMember(string Assembly, string Name, string Text);
