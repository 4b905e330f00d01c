using System.Linq.Expressions;
using Loci.Memories;

namespace Loci.VectorData;

/// <summary>How a store's records are read as pieces of documents, and how new ones are made.</summary>
/// <typeparam name="TKey">Type of the store's keys.</typeparam>
/// <typeparam name="TRecord">Type of the store's records.</typeparam>
public sealed record RecordMapping<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A record's key.</summary>
    public required Func<TRecord, TKey> Key { get; init; }

    /// <summary>A record's text, which is learned from.</summary>
    public required Func<TRecord, string> Text { get; init; }

    /// <summary>Where a record's text comes from, as an expression that the store can filter by, such as <c>record =&gt; record.Source</c>.</summary>
    public required Expression<Func<TRecord, string>> Source { get; init; }

    /// <summary>
    /// A record's vector, the one it is searched by and of the memory's embedder; null, or an empty one, where the store gives none back: the text is then embedded
    /// again. Default: null.
    /// </summary>
    public Func<TRecord, ReadOnlyMemory<float>>? Vector { get; init; }

    /// <summary>Which property is searched, where records have several vectors; null for the only one.</summary>
    public Expression<Func<TRecord, object?>>? VectorProperty { get; init; }

    /// <summary>A record's place in its document. Default: 0.</summary>
    public Func<TRecord, int> Ordinal { get; init; } = _ => 0;

    /// <summary>A record's length in tokens. Default: 0, not counted.</summary>
    public Func<TRecord, int> TokenCount { get; init; } = _ => 0;

    /// <summary>What else is known of a record. Default: nothing.</summary>
    public Func<TRecord, IReadOnlyDictionary<string, string>> Meta { get; init; } = _ => Nothing;

    /// <summary>When a record was added. Default: the earliest moment.</summary>
    public Func<TRecord, DateTimeOffset> Added { get; init; } = _ => default;

    /// <summary>Makes a record to be stored, its key included; null, the default, where the memory is only read.</summary>
    public Func<NewRecord, TRecord>? Create { get; init; }

    /// <summary>
    /// A filter in the store's own terms that lets through at least what the memory's filter does; null where the store cannot say it. What it lets through is
    /// looked at again. Default: up to a hundred sources that are named are asked for; nothing else is.
    /// </summary>
    public Func<DocumentFilter, Expression<Func<TRecord, bool>>?>? Filter { get; init; }

    /// <summary>The filter that lets every record through, for stores that do not take the default, <c>record =&gt; true</c>.</summary>
    public Expression<Func<TRecord, bool>> All { get; init; } = _ => true;
}
