namespace Loci.Durability.Damaging;

/// <summary>A memory to be damaged, and how it is opened after that.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Folder">Where it lies whole.</param>
/// <param name="Derived">Whether it has its derived files; else they are worked out again.</param>
/// <param name="Create">Whether it is opened in the way that makes a memory where there is none.</param>
internal sealed record DamageSubject(string Name, string Folder, bool Derived, bool Create);
