using System.Collections.Concurrent;
using Loci.Memories;

namespace Loci.Server.Remembering;

/// <summary>One memory as each tenant sees it. The memory stays its owner's. Safe to share between threads.</summary>
/// <param name="memory">A memory opened for the tenant without a name; one that keeps no tenants apart serves that tenant alone.</param>
public sealed class TenantMemories(IMemory memory)
{
    private readonly ConcurrentDictionary<string, IMemory> _views = new(StringComparer.Ordinal);

    /// <summary>The memory of a tenant.</summary>
    /// <exception cref="InvalidInputException">The memory keeps no tenants apart.</exception>
    public IMemory Of(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return _views.GetOrAdd(tenant, name => memory switch
        {
            Memory kept when kept.Tenant == name => kept,
            Memory kept => kept.ForTenant(name),
            _ when name.Length == 0 => memory,
            _ => throw new InvalidInputException("expected a memory that keeps tenants apart, found one that does not. Give keys without tenants, or use a memory in a folder or in PostgreSQL."),
        });
    }
}
