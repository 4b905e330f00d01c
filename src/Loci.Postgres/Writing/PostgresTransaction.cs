using System.Globalization;
using Loci.Postgres.Schema;
using Npgsql;

namespace Loci.Postgres.Writing;

/// <summary>
/// A transaction that writes. It holds the memory's advisory lock from its beginning to its end: any number of processes may write, and take turns. Readers wait
/// for nobody. One thread.
/// </summary>
internal sealed class PostgresTransaction : IDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private PostgresTransaction(PostgresDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        (Database, Connection, _transaction) = (database, connection, transaction);
        Settings = StoredSettings.Read(connection, database);
        var counters = connection.Rows($"SELECT last_document, last_chunk FROM {database.Schema}.memory", reader => (reader.GetInt64(0), reader.GetInt64(1)))[0];
        (LastDocument, LastChunk) = counters;
    }

    /// <summary>The database.</summary>
    public PostgresDatabase Database { get; }

    /// <summary>The connection of the transaction.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>What the memory says of itself.</summary>
    public StoredSettings Settings { get; }

    /// <summary>The largest number that a document has had.</summary>
    public long LastDocument { get; set; }

    /// <summary>The largest number that a chunk has had.</summary>
    public long LastChunk { get; set; }

    /// <summary>Begins a transaction when it is its turn.</summary>
    /// <exception cref="InvalidInputException">Others have been writing for all the time that the caller would wait; the message names who does.</exception>
    public static PostgresTransaction Begin(PostgresDatabase database, TimeSpan patience)
    {
        var begun = Start(database, patience);
        if (begun.Settings.VectorType is null || database.KnowsVectors)
            return begun;
        begun.Dispose(); // another process has had the table of vectors made since the first connection
        database.LearnVectors();
        return Start(database, patience);
    }

    /// <summary>The number of a tenant, which is made where there is none.</summary>
    public long Tenant(string name)
    {
        Connection.Execute($"INSERT INTO {Database.Schema}.tenants(name) VALUES($1) ON CONFLICT(name) DO NOTHING", name);
        return Connection.Number($"SELECT id FROM {Database.Schema}.tenants WHERE name = $1", name);
    }

    /// <summary>Whether a write with this token was committed.</summary>
    public bool Knows(Guid token) => Connection.Number($"SELECT count(*) FROM {Database.Schema}.writes WHERE token = $1", token) > 0;

    /// <summary>Notes that the memory has changed, by a write with this token. Tokens are of use for as long as a writer may ask after its own, which is minutes.</summary>
    public void Change(Guid token)
    {
        Connection.Execute(
            $"UPDATE {Database.Schema}.memory SET revision = revision + 1, last_document = $1, last_chunk = $2", LastDocument, LastChunk);
        Connection.Execute($"INSERT INTO {Database.Schema}.writes(token) VALUES($1)", token);
        Connection.Execute($"DELETE FROM {Database.Schema}.writes WHERE written < now() - interval '1 day'");
    }

    /// <summary>Makes what was written last.</summary>
    public void Commit() => _transaction.Commit();

    /// <summary>Ends the transaction, undoing what was not committed.</summary>
    public void Dispose()
    {
        try
        {
            _transaction.Dispose();
        }
        catch (NpgsqlException)
        {
            // The connection is lost, and the server undoes what was not committed.
        }
        Connection.Dispose();
    }

    private static PostgresTransaction Start(PostgresDatabase database, TimeSpan patience)
    {
        var connection = database.Connect();
        NpgsqlTransaction? transaction = null;
        try
        {
            transaction = connection.BeginTransaction();
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {Math.Max(1, (long)patience.TotalMilliseconds)}"));
            using (var command = connection.Command("SELECT pg_advisory_xact_lock($1)", database.LockNumber))
            {
                command.CommandTimeout = 0; // the server counts
                command.ExecuteNonQuery();
            }
            return new PostgresTransaction(database, connection, transaction);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            transaction?.Dispose();
            var holder = Holder(connection, database);
            connection.Dispose();
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"The memory {database.Address.Name} was being written by others for {patience.TotalSeconds:0.###} seconds, now by {holder}. Wait until they have finished, or end them; reading is possible meanwhile."), e);
        }
        catch
        {
            transaction?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    private static string Holder(NpgsqlConnection connection, PostgresDatabase database)
    {
        var holders = connection.Rows(
            "SELECT a.pid, a.application_name, coalesce(host(a.client_addr), 'a local socket') FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid"
            + " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND ((l.classid::bigint << 32) | l.objid::bigint) = $1",
            reader => string.Create(CultureInfo.InvariantCulture, $"'{reader.GetString(1)}' (server process {reader.GetInt32(0)}, from {reader.GetString(2)})"), database.LockNumber);
        return holders.Count > 0 ? holders[0] : "a process that ended meanwhile";
    }
}
