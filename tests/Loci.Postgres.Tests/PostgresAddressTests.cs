using Loci.Postgres.Addressing;
using Npgsql;

namespace Loci.Postgres.Tests;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://me:s%40cret@db.example:5433/texts?memory=notes", "db.example", 5433, "texts", "me", "s@cret", "notes")]
    [InlineData("postgresql://me@db.example/texts", "db.example", 5432, "texts", "me", null, "default")]
    [InlineData("Host=db.example;Database=texts;Username=me;Password=s@cret;Memory=notes", "db.example", 5432, "texts", "me", "s@cret", "notes")]
    [InlineData("postgres://[::1]:7/texts?user=me", "::1", 7, "texts", "me", null, "default")]
    public void Urls_and_key_lists_are_read(string text, string host, int port, string database, string user, string? password, string memory)
    {
        var address = PostgresAddress.Parse(text);
        var settings = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal((host, port, database, user, password, memory), (settings.Host!.Trim('[', ']'), settings.Port, settings.Database, settings.Username, settings.Password, address.Memory));
        Assert.DoesNotContain("cret", address.Name, StringComparison.Ordinal);
        Assert.Equal("loci_" + memory, address.Schema);
    }

    [Fact]
    public void Parameters_of_libpq_are_understood()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.Parse("postgres://h/d?sslmode=verify-full&connect_timeout=3&application_name=a%20b").ConnectionString);
        Assert.Equal((SslMode.VerifyFull, 3, "a b"), (settings.SslMode, settings.Timeout, settings.ApplicationName));
    }

    [Theory]
    [InlineData("postgres://me:geheim@h/d?sslmode=perhaps")]
    [InlineData("postgres://me:geheim@h:port/d")]
    [InlineData("postgres://me:geheim@h/d?passwort=geheim")]
    [InlineData("Host=h;Passwort=geheim")]
    [InlineData("geheim")]
    [InlineData("postgres://me:geheim@h/d?memory=Robert'); DROP TABLE")]
    [InlineData("postgres://me:geheim@h/d?memory=")]
    public void What_is_no_address_is_refused_without_repeating_it(string text) =>
        Assert.DoesNotContain("geheim", Assert.Throws<InvalidInputException>(() => PostgresAddress.Parse(text)).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("postgres://h/d", true)]
    [InlineData("PostgreSQL://h/d", true)]
    [InlineData("postgres", false)]
    [InlineData("notes.loci", false)]
    public void Addresses_are_told_from_folders(string text, bool isAddress) => Assert.Equal(isAddress, PostgresMemory.IsAddress(text));
}
