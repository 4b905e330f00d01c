using Loci.Memories;
using Loci.Postgres.Tests.Servers;

namespace Loci.Postgres.Tests;

/// <summary>A server that is killed, restarted and cut off.</summary>
public sealed class DurabilityTests(DurabilityTests.Server own) : PostgresTestBase, IClassFixture<DurabilityTests.Server>
{
    /// <summary>A server that nobody else relies on.</summary>
    public sealed class Server : IAsyncLifetime
    {
        public PostgresServer Postgres { get; } = new();

        public ValueTask InitializeAsync() => Postgres.InitializeAsync();

        public ValueTask DisposeAsync() => Postgres.DisposeAsync();
    }

    [Fact]
    public async Task What_was_acknowledged_survives_kills_and_nothing_is_there_twice()
    {
        var address = own.Postgres.Address(Name);
        using var memory = await Open(address, options: new PostgresOptions { Retries = 9 });
        var acknowledged = 0;
        using var batches = new SemaphoreSlim(0);
        var killing = Task.Run(async () =>
        {
            for (var kills = 0; kills < 2; kills++)
            {
                for (var heard = 0; heard < 20; heard++)
                    await batches.WaitAsync(Token);
                own.Postgres.Kill();
                await own.Postgres.RestartAsync();
            }
        }, Token);
        for (var batch = 0; batch < 60 || !killing.IsCompleted; batch++)
        {
            Assert.Equal([true, true, true], await Add(memory, [.. Enumerable.Range(0, 3).Select(i => FormattableString.Invariant($"text {batch} {i}"))]));
            acknowledged++;
            batches.Release();
        }
        await killing;
        using var again = await Open(address);
        Assert.Equal((3L * acknowledged, 3L * acknowledged), (again.Describe().Documents, again.Describe().Chunks));
        Assert.Equal(3 * acknowledged, Search(again, "text", 100_000).Texts.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(acknowledged, again.Describe().Revision);
    }

    [Fact]
    public async Task A_restart_between_searches_is_not_noticed()
    {
        using var memory = await Open(own.Postgres.Address(Name));
        await Add(memory, "one", "two");
        Assert.Equal("two", Search(memory, "two", 1).Texts[0]);
        await own.Postgres.ShutDownAsync();
        var restarting = own.Postgres.RestartAsync();
        Assert.Equal("two", Search(memory, "two", 1).Texts[0]);
        await restarting;
        Assert.Equal(2, memory.Documents(cancellationToken: Token).Count);
        Assert.Equal([true], await Add(memory, "three"));
    }

    [Fact]
    public async Task An_answer_to_a_commit_that_was_lost_is_asked_after()
    {
        using var proxy = new CuttingProxy(own.Postgres.Port);
        using var memory = await Open(own.Postgres.Address(Name, proxy.Port));
        await Add(memory, "before");
        proxy.CutsLeft = 1;
        Assert.Equal([true, false, true], await Add(memory, "new", "before", "newer"));
        Assert.True(proxy.CutsLeft <= 0);
        Assert.Equal((3L, 2L), (memory.Describe().Documents, memory.Describe().Revision));
        proxy.CutsLeft = 1;
        Assert.Equal(3, await memory.ForgetAsync(new DocumentFilter(), Token));
        Assert.Equal((0L, 3L), (memory.Describe().Documents, memory.Describe().Revision));
    }

    [Fact]
    public async Task A_change_whose_end_nobody_knows_is_called_so()
    {
        using var proxy = new CuttingProxy(own.Postgres.Port);
        using var memory = await Open(own.Postgres.Address(Name, proxy.Port), options: new PostgresOptions { Retries = 0 });
        proxy.CutsLeft = 1;
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => Add(memory, "new"));
        Assert.Contains("may or may not", error.Message, StringComparison.Ordinal);
        Assert.Equal([false], await Add(memory, "new"));
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_of_a_batch_adds_it_once()
    {
        var address = own.Postgres.Address(Name);
        using var memory = await Open(address);
        await Add(memory, "before");
        // Somebody holds the table of chunks, so that the batch stops in its middle, after its documents were written.
        using var connection = new Npgsql.NpgsqlConnection(Addressing.PostgresAddress.Parse(address).ConnectionString);
        await connection.OpenAsync(Token);
        var transaction = await connection.BeginTransactionAsync(Token);
        using (var command = new Npgsql.NpgsqlCommand($"LOCK TABLE \"loci_{Name}\".features_1 IN EXCLUSIVE MODE", connection))
            await command.ExecuteNonQueryAsync(Token);
        var adding = Add(memory, "one", "two");
        for (var cut = 0L; cut == 0;)
            cut = (long)Run(address, $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%loci_{Name}%'")!;
        await transaction.RollbackAsync(Token);
        Assert.Equal([true, true], await adding);
        Assert.Equal((3L, 2L), (memory.Describe().Documents, memory.Describe().Revision));
        Assert.Equal([1, 2, 3], Search(memory, "one").Chunks.Order());
    }

    [Fact]
    public async Task A_server_that_is_away_is_named_without_its_password()
    {
        var address = own.Postgres.Address(Name);
        using var memory = await Open(address, options: new PostgresOptions { Retries = 1 });
        await own.Postgres.ShutDownAsync();
        try
        {
            foreach (var error in (Exception[])
            [
                Assert.Throws<InvalidInputException>(() => Search(memory, "x")), await Assert.ThrowsAsync<InvalidInputException>(() => Add(memory, "x")),
                await Assert.ThrowsAsync<InvalidInputException>(() => Open(address)), await Assert.ThrowsAsync<InvalidInputException>(() => PostgresMemory.DescribeAsync(address, Token)),
            ])
            {
                Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
            }
        }
        finally
        {
            await own.Postgres.RestartAsync();
        }
        await Add(memory, "x");
    }
}
