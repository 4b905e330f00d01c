using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Loci.Postgres.Addressing;
using Npgsql;

namespace Loci.Postgres.Schema;

/// <summary>Connections to the database of a memory, from a pool, and what to do when they fail. Safe to share between threads.</summary>
/// <param name="address">Which memory of which database.</param>
/// <param name="retries">How many times what a lost connection cut off is tried again.</param>
internal sealed class PostgresDatabase(PostgresAddress address, int retries) : IDisposable
{
    private readonly NpgsqlDataSource _source = Build(address);
    private volatile bool _knowsVectors;

    /// <summary>Which memory of which database.</summary>
    public PostgresAddress Address => address;

    /// <summary>The schema of its tables, in quotes.</summary>
    public string Schema { get; } = $"\"{address.Schema}\"";

    /// <summary>The number of the advisory lock that the memory's writers take; it holds within a database.</summary>
    public long LockNumber { get; } = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes("loci:" + address.Schema)));

    /// <summary>A connection; the caller disposes it.</summary>
    public NpgsqlConnection Connect() => _source.OpenConnection();

    /// <summary>Whether connections know the types of pgvector, which they learn when they are made.</summary>
    public bool KnowsVectors => _knowsVectors;

    /// <summary>Has connections know the types of pgvector from now on, once the database has it. No connection may be in use by this thread.</summary>
    public void LearnVectors()
    {
        if (_knowsVectors) return;
        _source.ReloadTypes();
        _source.Clear();
        _knowsVectors = true;
    }

    /// <summary>Runs an action, turning Npgsql's errors into messages for the user.</summary>
    public T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Explain(address, e);
        }
    }

    /// <summary>Runs an action that changes nothing, or is known to change nothing twice, and runs it again where a lost connection cut it off.</summary>
    public T Attempt<T>(Func<T> action, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return Guard(action);
            }
            catch (InvalidInputException e) when (attempt < retries && PostgresErrors.IsLost(e))
            {
                cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(0.1 * Math.Pow(2, attempt)));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Closes the connections of the pool.</summary>
    public void Dispose() => _source.Dispose();

    private static NpgsqlDataSource Build(PostgresAddress address)
    {
        var builder = new NpgsqlDataSourceBuilder(address.ConnectionString);
        builder.UseVector();
        return builder.Build();
    }
}
