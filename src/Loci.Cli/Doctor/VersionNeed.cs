namespace Loci.Cli.Doctor;

/// <summary>A symbol version that a shared library asks of another.</summary>
/// <param name="Name">Such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="IsWeak">Whether the loader goes on without it.</param>
internal readonly record struct VersionNeed(string Name, bool IsWeak);
