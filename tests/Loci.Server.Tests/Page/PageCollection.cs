namespace Loci.Server.Tests.Page;

/// <summary>Tests that share the page's server and browser, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PageCollection : ICollectionFixture<PageServer>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "page";
}
