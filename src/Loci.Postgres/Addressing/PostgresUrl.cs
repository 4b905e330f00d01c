using Npgsql;

namespace Loci.Postgres.Addressing;

/// <summary>Reads connection URLs as libpq writes them (PostgreSQL documentation, "Connection URIs").</summary>
internal static class PostgresUrl
{
    /// <summary>Parameters by libpq's names; others have Npgsql's own name.</summary>
    private static readonly Dictionary<string, string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["target_session_attrs"] = "Target Session Attributes",
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["password"] = "Password",
        ["options"] = "Options",
    };

    /// <summary>Reads a URL into Npgsql's settings and the name of the memory.</summary>
    /// <exception cref="ArgumentException">It is not well-formed, or has a parameter that is not known.</exception>
    /// <exception cref="FormatException">A value is not of its kind.</exception>
    public static T Parse<T>(string text, Func<NpgsqlConnectionStringBuilder, string, T> make)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            throw new FormatException("The URL is not well-formed.");
        var settings = new NpgsqlConnectionStringBuilder { Host = url.IdnHost.Length > 0 ? url.IdnHost : "localhost", Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort };
        if (url.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
        {
            settings.Username = Uri.UnescapeDataString(user);
            if (password is [var secret])
                settings.Password = Uri.UnescapeDataString(secret);
        }
        if (Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) is { Length: > 0 } database)
            settings.Database = database;
        var memory = PostgresAddress.DefaultMemory;
        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = parameter.Split('=', 2) is [var name, var given] ? (Uri.UnescapeDataString(name), Uri.UnescapeDataString(given)) : (parameter, "");
            if (string.Equals(key, "memory", StringComparison.OrdinalIgnoreCase))
                memory = value;
            else
                settings[Keys.GetValueOrDefault(key, key)] = Value(key, value);
        }
        return make(settings, memory);
    }

    /// <summary>Npgsql writes verify-full as VerifyFull.</summary>
    private static string Value(string key, string value) =>
        key.ToUpperInvariant() is "SSLMODE" or "TARGET_SESSION_ATTRS" ? value.Replace("-", "", StringComparison.Ordinal) : value;
}
