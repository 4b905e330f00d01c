using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using Loci.Memories;

namespace Loci.VectorData;

/// <summary>Reads a store's records as documents of one piece each. Safe to share between threads.</summary>
internal sealed class RecordReader<TKey, TRecord>(RecordMapping<TKey, TRecord> mapping)
    where TKey : notnull
    where TRecord : class
{
    private const int MostSources = 100; // what a store's statement surely holds

    private readonly Func<TRecord, string> _source = mapping.Source.Compile();
    private readonly ConcurrentDictionary<TKey, long> _numbers = new();
    private long _last;

    /// <summary>Number of a record: its key where that is a whole number; otherwise one that it keeps as long as this object lives.</summary>
    public long Number(TRecord record) => mapping.Key(record) switch
    {
        long or int or short or byte or uint or ushort or sbyte => Convert.ToInt64(mapping.Key(record), CultureInfo.InvariantCulture),
        var key => _numbers.GetOrAdd(key, _ => Interlocked.Increment(ref _last)),
    };

    /// <summary>The record as a document.</summary>
    public StoredDocument Document(TRecord record) =>
        new(Number(record), _source(record), mapping.Meta(record), Encoding.UTF8.GetByteCount(mapping.Text(record))) { Added = mapping.Added(record) };

    /// <summary>A filter in the store's terms that lets through at least what is meant; null where there is nothing to be said.</summary>
    public Expression<Func<TRecord, bool>>? Translate(DocumentFilter? filter)
    {
        if (filter is null) return null;
        if (mapping.Filter is { } translate) return translate(filter);
        if (filter.Sources is not { Count: > 0 and <= MostSources } sources) return null;
        Expression? any = null;
        foreach (var source in sources) // equality is what every store understands
        {
            var equal = Expression.Equal(mapping.Source.Body, Expression.Constant(source));
            any = any is null ? equal : Expression.OrElse(any, equal);
        }
        return Expression.Lambda<Func<TRecord, bool>>(any!, mapping.Source.Parameters);
    }
}
