using CsCheck;
using Loci.Memories;
using Loci.Postgres.Tests.Servers;
using Loci.Tests.Memories;

namespace Loci.Postgres.Tests;

/// <summary>Whatever is added and forgotten, in whatever order, a database holds what a folder holds: the same answers, documents by number, sources and copies.</summary>
public sealed class SameAsFolderTests(PostgresServer server) : PostgresTestBase
{
    private static readonly Gen<ChunkedDocument> SomeDocument = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 2]).Select((text, source, replaces, chunks) => new ChunkedDocument(
        new DocumentRecord(FormattableString.Invariant($"source {source}"), FormattableString.Invariant($"text {text}"), text % 2 == 0 ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["odd"] = "yes" }) { Replaces = replaces },
        [.. Enumerable.Range(0, chunks).Select(i => new Chunk(FormattableString.Invariant($"piece {i} of {text}"), i))]));

    private static readonly Gen<DocumentFilter> SomeFilter = Gen.Int[0, 9].Select(kind => kind switch
    {
        < 4 => new DocumentFilter { Sources = [FormattableString.Invariant($"source {kind}")] },
        < 7 => new DocumentFilter { Ids = [kind, kind + 2, kind + 5] },
        7 => new DocumentFilter { Meta = new Dictionary<string, string>(StringComparer.Ordinal) { ["odd"] = "yes" }, SourcePrefix = "source 1" },
        8 => new DocumentFilter { Where = document => document.Copies.Count > 0 },
        _ => new DocumentFilter { SourcePrefix = "source" },
    });

    private static readonly Gen<(ChunkedDocument[] Batch, DocumentFilter? Forget)> Step =
        Gen.Select(SomeDocument.Array[1, 6], Gen.Int[0, 3], SomeFilter).Select((batch, kind, filter) => (batch, kind == 0 ? filter : null));

    [Fact]
    public async Task Every_history_leads_to_the_same_memory()
    {
        using var folder = new TemporaryFolder();
        server.Address(Name); // skips the test where there is no server, and not a history
        var number = 0;
        await Step.Array[1, 12].SampleAsync(async steps =>
        {
            var name = FormattableString.Invariant($"{Name}_{Interlocked.Increment(ref number)}");
            using var local = await Memory.OpenAsync(folder[name], Letters, new MemoryOptions { Create = true }, Token);
            using var remote = await Open(server.Address(name));
            foreach (var (batch, forget) in steps)
            {
                if (forget is null)
                    Assert.Equal(await local.AddManyAsync(batch, Token), await remote.AddManyAsync(batch, Token));
                else
                    Assert.Equal(await local.ForgetAsync(forget, Token), await remote.ForgetAsync(forget, Token));
                Assert.Equal(Contents(local), Contents(remote));
            }
        }, iter: 25, threads: 1);
    }

    private static string[] Contents(Memory memory)
    {
        var found = Search(memory, "piece of text", 1000);
        return
        [
            .. memory.Documents(cancellationToken: Token).Select(document => FormattableString.Invariant($"{document.Id} {document.Source} [{string.Join(',', document.Copies)}] {document.Meta.Count} {document.Bytes}")),
            .. found.Texts.Select((text, i) => FormattableString.Invariant($"{found.Documents[i].Id} {found.Ordinals[i]} {text} {found.Scores[i]:R}")),
        ];
    }
}
