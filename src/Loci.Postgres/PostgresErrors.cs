using System.Net.Sockets;
using Loci.Postgres.Addressing;
using Npgsql;

namespace Loci.Postgres;

/// <summary>Says in plain words what the server or the way to it finds wrong. Details that may quote stored values are left out.</summary>
internal static class PostgresErrors
{
    /// <summary>The error to show the user.</summary>
    public static InvalidInputException Explain(PostgresAddress address, NpgsqlException e) => new($"The memory {address.Name} cannot be used: {Words(e)}", e);

    /// <summary>Whether the connection was lost or could not be made, so that trying again may help.</summary>
    public static bool IsLost(Exception? e) => e switch
    {
        PostgresException server => server.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DeadlockDetected || server.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException client => client.InnerException is IOException or SocketException,
        InvalidInputException shown => IsLost(shown.InnerException),
        _ => false,
    };

    private static string Words(NpgsqlException e) => e switch
    {
        PostgresException server => server.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"the server refuses the user: {server.MessageText}. Check user and password.",
            PostgresErrorCodes.InvalidCatalogName => $"{server.MessageText}. Check the name, or make the database first (createdb).",
            PostgresErrorCodes.InsufficientPrivilege => $"{server.MessageText}. Ask for the right to use the schema and to write to its tables, or to make it.",
            PostgresErrorCodes.DiskFull => "the server's disk is full. Make room; what was acknowledged is safe.",
            PostgresErrorCodes.TooManyConnections => "the server has no connection left. Wait, or raise max_connections.",
            PostgresErrorCodes.ReadOnlySqlTransaction => "the server may only be read. Give the address of the primary.",
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => "the server is going down or starting up. Wait until it answers again.",
            _ => $"PostgreSQL says: {server.MessageText} ({server.SqlState}).",
        },
        { InnerException: TimeoutException } => "the server did not answer in time. Raise Timeout or Command Timeout in the address, or look after the server's load.",
        _ => $"the server cannot be reached or closed the connection ({(e.InnerException ?? e).Message.TrimEnd('.')}). Check host and port, and that it runs.",
    };
}
