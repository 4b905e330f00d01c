namespace Loci.Postgres.Schema;

/// <summary>
/// The tables of a memory, version by version; <c>{s}</c> stands for its schema. Numbers of documents and chunks are counted in the table <c>memory</c>, whose
/// writers take turns: later ones are larger, and none is used twice. Texts of chunks are UTF-8 bytes, so that every character survives, NUL included. Sources
/// are found by the first eight bytes of their SHA-256, since an index takes no long text.
/// </summary>
internal static class Migrations
{
    /// <summary>What leads from version i to version i + 1; 0 is an empty schema.</summary>
    public static IReadOnlyList<string> Steps { get; } = [Documents, Vectors];

    /// <summary>The version written and read.</summary>
    public static int Version => Steps.Count;

    private const string Documents = """
        CREATE TABLE {s}.versions(version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now());
        CREATE TABLE {s}.memory(
            one integer PRIMARY KEY CHECK (one = 1), id uuid NOT NULL, embedder text NOT NULL, parts text NOT NULL, generation integer NOT NULL, created text NOT NULL,
            revision bigint NOT NULL, rewritten bigint NOT NULL, pending text, pending_parts text, last_document bigint NOT NULL, last_chunk bigint NOT NULL);
        CREATE TABLE {s}.writes(token uuid PRIMARY KEY, written timestamptz NOT NULL DEFAULT now());
        CREATE INDEX writes_by_time ON {s}.writes(written);
        CREATE TABLE {s}.tenants(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
        CREATE TABLE {s}.documents(
            id bigint PRIMARY KEY, tenant bigint NOT NULL REFERENCES {s}.tenants(id), source text NOT NULL, source_key bigint NOT NULL, hash bytea NOT NULL,
            meta text NOT NULL, labels jsonb NOT NULL, bytes bigint NOT NULL, added bigint NOT NULL, checksum bigint NOT NULL, UNIQUE(tenant, hash));
        CREATE INDEX documents_by_tenant ON {s}.documents(tenant, id);
        CREATE INDEX documents_by_source ON {s}.documents(tenant, source_key);
        CREATE INDEX documents_by_labels ON {s}.documents USING gin (labels jsonb_path_ops);
        CREATE TABLE {s}.copies(
            tenant bigint NOT NULL, source text NOT NULL, source_key bigint NOT NULL, document bigint NOT NULL REFERENCES {s}.documents(id) ON DELETE CASCADE,
            PRIMARY KEY(document, source_key));
        CREATE INDEX copies_by_source ON {s}.copies(tenant, source_key);
        CREATE TABLE {s}.duplicates(
            document bigint PRIMARY KEY REFERENCES {s}.documents(id) ON DELETE CASCADE,
            original bigint NOT NULL REFERENCES {s}.documents(id) ON DELETE CASCADE, similarity double precision NOT NULL);
        CREATE INDEX duplicates_by_original ON {s}.duplicates(original);
        CREATE TABLE {s}.signatures(document bigint PRIMARY KEY REFERENCES {s}.documents(id) ON DELETE CASCADE, minhash bytea NOT NULL);
        CREATE TABLE {s}.bands(
            key bigint NOT NULL, document bigint NOT NULL REFERENCES {s}.documents(id) ON DELETE CASCADE, PRIMARY KEY(key, document));
        CREATE INDEX bands_by_document ON {s}.bands(document);
        CREATE TABLE {s}.removals(chunk bigint PRIMARY KEY, tenant bigint NOT NULL, revision bigint NOT NULL);
        CREATE INDEX removals_by_revision ON {s}.removals(tenant, revision);
        CREATE TABLE {s}.chunks(
            id bigint PRIMARY KEY, tenant bigint NOT NULL, document bigint NOT NULL REFERENCES {s}.documents(id) ON DELETE CASCADE,
            ordinal integer NOT NULL, text bytea NOT NULL, tokens integer NOT NULL, checksum bigint NOT NULL, UNIQUE(document, ordinal));
        CREATE INDEX chunks_by_tenant ON {s}.chunks(tenant, id);
        CREATE TABLE {s}.features_1(chunk bigint PRIMARY KEY REFERENCES {s}.chunks(id) ON DELETE CASCADE, bytes bytea NOT NULL, checksum bigint NOT NULL);
        ALTER TABLE {s}.features_1 ALTER bytes SET STORAGE EXTERNAL;
        """;

    /// <summary>The type of the table of vectors, where there is one.</summary>
    private const string Vectors = "ALTER TABLE {s}.memory ADD vectors text CHECK (vectors IN ('vector', 'halfvec'));";
}
