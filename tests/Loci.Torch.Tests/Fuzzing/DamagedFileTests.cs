using System.Security.Cryptography;
using Loci.Fuzzing.Running;
using Loci.Fuzzing.Targets;
using Loci.TestSupport;

namespace Loci.Torch.Tests.Fuzzing;

/// <summary>
/// A short run of tests/Loci.Fuzzing: readers take or refuse damaged files, in time, in proportion, and leave no tensor behind. A failure names seed
/// and number; <c>dotnet run -c Release --project tests/Loci.Fuzzing -- --seed S --first N --count 1</c> makes the input again.
/// </summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int FixedCount = 2500, FreshCount = 500;

    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("loci-fuzzing-");

    public void Dispose() => _work.Delete(recursive: true);

    [Fact]
    public void Readers_keep_their_contract_under_a_fixed_seed() => AssertKept(seed: 1, FixedCount);

    [Fact]
    public void Readers_keep_their_contract_under_a_fresh_seed()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        AssertKept(seed, FreshCount);
    }

    [Fact]
    public void An_input_is_the_same_every_time()
    {
        using var targets = new AllTargets(Fixtures.Copies, _work.FullName);
        var fuzzer = Fuzzer(targets, 1, 1);
        foreach (var number in Enumerable.Range(0, 50)) Assert.Equal(fuzzer.Make(number).Content, Fuzzer(targets, 1, 1).Make(number).Content);
        Assert.NotEqual(fuzzer.Make(3).Content, Fuzzer(targets, 2, 1).Make(3).Content);
    }

    [Fact]
    public void A_reader_that_breaks_the_contract_is_found()
    {
        var seed = new Loci.Fuzzing.Mutation.SeedFile("a", Loci.Fuzzing.Mutation.FileFormat.Bytes, new byte[64]);
        AssertFault("FormatException", folder => throw new FormatException());
        using (TorchSharp.torch.NewDisposeScope()) AssertFault("tensors behind", folder => TorchSharp.torch.zeros(1));
        AssertFault("allocated", folder => GC.KeepAlive(new byte[32 << 20]));
        AssertFault(null, folder => throw new InvalidInputException("refused"));

        void AssertFault(string? says, Action<string> read)
        {
            var workspace = new Workspace(new FuzzTarget("kind", [seed], read), _work.FullName);
            var fault = workspace.Check(new Contract(new Limits { WatchesResident = false }), new FuzzInput("kind", 0, "a", [1])).Fault;
            if (says is null) Assert.Null(fault);
            else Assert.Contains(says, fault!, StringComparison.Ordinal);
        }
    }

    private void AssertKept(int seed, int count)
    {
        using var targets = new AllTargets(Fixtures.Copies, _work.FullName);
        var fuzzer = Fuzzer(targets, seed, count);
        var failures = fuzzer.Run(stop: TestContext.Current.CancellationToken);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Select(failure => $"seed {seed}, number {failure.Input.Number}, {failure.Input.Kind}, {failure.Input.Name}: {failure.Fault}")));
        Assert.Equal(count, fuzzer.Tallies.Values.Sum(tally => tally.Inputs));
    }

    private Fuzzer Fuzzer(AllTargets targets, int seed, int count) =>
        new(targets.Targets, _work.FullName, new FuzzRun { Seed = seed, Count = count, Limits = new Limits { WatchesResident = false } });
}
