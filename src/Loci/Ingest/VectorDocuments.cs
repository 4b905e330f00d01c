using System.Numerics.Tensors;
using Loci.Tensors;

namespace Loci.Ingest;

/// <summary>
/// Documents with vectors that somebody else has made: a matrix in .npy or .safetensors and JSON Lines beside it, row i belonging to the i-th line that is
/// not blank. Vectors come out with length 1: a row that has another is scaled, and counted in <see cref="Normalised"/> where more than rounding is at fault; a row of zeros stays as it is, as
/// a text without features. A line without text is passed over together with its row. Reads a few rows at a time. Not thread-safe.
/// </summary>
public sealed class VectorDocuments : IDisposable
{
    private const double Rounding = 1e-6; // float32 rows of length 1 are this close to it
    private const double LengthTolerance = 1e-2; // and bfloat16 rows this close
    private const string Tensor = "vectors";
    private const int BlockElements = 1 << 18;

    private readonly MatrixFile _matrix;
    private readonly string _vectors, _documents;
    private readonly IngestOptions _options;
    private readonly List<IngestProblem> _problems = [];

    private VectorDocuments(MatrixFile matrix, string vectors, string documents, IngestOptions options) => (_matrix, _vectors, _documents, _options) = (matrix, vectors, documents, options);

    /// <summary>Rows, and lines that are not blank.</summary>
    public int Count => _matrix.Count;

    /// <summary>d, the length of every vector.</summary>
    public int Dimensions => _matrix.Dimensions;

    /// <summary>How many vectors so far had another length than 1 and were scaled.</summary>
    public int Normalised { get; private set; }

    /// <summary>How many lines were passed over so far.</summary>
    public int Skipped { get; private set; }

    /// <summary>What was wrong with them: the first 1,000.</summary>
    public IReadOnlyList<IngestProblem> Problems => _problems;

    /// <summary>Opens both files and holds their counts against each other, before anything of them is used.</summary>
    /// <param name="vectors">A .npy file, or a safetensors file with one tensor or one named <c>vectors</c>.</param>
    /// <param name="documents">JSON Lines, plain or compressed.</param>
    /// <param name="options">How documents are read.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    /// <exception cref="InvalidInputException">A file is missing or damaged, or there are not as many rows as lines.</exception>
    public static VectorDocuments Open(string vectors, string documents, IngestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(documents);
        if (!File.Exists(documents)) throw new InvalidInputException($"{documents}: expected JSON Lines beside the vectors, found no such file.");
        var matrix = MatrixFile.Open(vectors, Tensor);
        try
        {
            using var content = OpenDocuments(documents);
            var lines = Told(documents, () => JsonLines.Count(content, documents, cancellationToken));
            if (lines != matrix.Count)
                throw new InvalidInputException($"{vectors}: expected a row for each of the {lines} lines of {documents}, found {matrix.Count} rows. Row i must belong to the i-th line that is not blank.");
            return new VectorDocuments(matrix, vectors, Path.GetFullPath(documents), options ?? new IngestOptions());
        }
        catch
        {
            matrix.Dispose();
            throw;
        }
    }

    /// <summary>The documents and their vectors, in order, each vector of length 1 or zero and the receiver's own.</summary>
    /// <exception cref="InvalidInputException">A row holds an infinity or no number, the lines are no longer as many, or a line has no text under <see cref="IngestOptions.Strict"/>.</exception>
    public IEnumerable<(SourceDocument Document, float[] Vector)> Read(CancellationToken cancellationToken = default)
    {
        using var content = OpenDocuments(_documents);
        using var lines = JsonLines.Read(content, _documents, _options.TextField ?? JsonLines.DefaultTextField).GetEnumerator();
        var block = new float[Math.Max(1, BlockElements / Dimensions) * Dimensions];
        var row = 0;
        for (; Told(_documents, lines.MoveNext); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row >= Count) throw Fewer(row);
            var inBlock = row % (block.Length / Dimensions);
            if (inBlock == 0) _matrix.Read(row, block.AsSpan(0, Math.Min(block.Length, (int)Math.Min(block.Length, (long)(Count - row) * Dimensions))));
            var vector = Normalise(block.AsSpan(inBlock * Dimensions, Dimensions), row);
            if (Document(lines.Current) is { } document) yield return (document, vector);
        }
        if (row < Count) throw new InvalidInputException($"{_documents}: expected {Count} lines, found {row}; it changed while it was read.");
    }

    /// <inheritdoc/>
    public void Dispose() => _matrix.Dispose();

    private InvalidInputException Fewer(int rows) => new($"{_vectors}: expected a row for every line of {_documents}, found {rows}; a file changed while it was read.");

    private float[] Normalise(ReadOnlySpan<float> row, int index)
    {
        var odd = row.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (odd >= 0) throw new InvalidInputException($"{_vectors}: row {index + 1}: expected numbers, found {row[odd]} in column {odd + 1}.");
        var vector = row.ToArray();
        var largest = Math.Abs(TensorPrimitives.MaxMagnitude(row));
        if (largest == 0) return vector;
        TensorPrimitives.Divide(vector, largest, vector); // so that no square overflows or vanishes
        var scaled = TensorPrimitives.Norm(vector);
        var off = Math.Abs((double)scaled * largest - 1);
        if (off <= Rounding) return row.ToArray();
        if (off > LengthTolerance) Normalised++;
        TensorPrimitives.Divide(vector, scaled, vector);
        return vector;
    }

    private SourceDocument? Document(DocumentEntry line)
    {
        var problem = line.Problem ?? (string.IsNullOrWhiteSpace(line.Text) ? "expected text, found a blank one" : null);
        if (problem is null) return new SourceDocument($"{_documents}#{line.Number}", line.Text!, line.Meta) { Replaces = true };
        var message = $"{_documents}: line {line.Number}: {problem}.";
        if (_options.Strict) throw new InvalidInputException(message);
        Skipped++;
        if (_problems.Count < DocumentReader.MostProblems) _problems.Add(new IngestProblem($"{_documents}#{line.Number}", message));
        return null;
    }

    private static Stream OpenDocuments(string path) => Told(path, () => Decompression.Open(File.OpenRead(path), path));

    private static T Told<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (Decompression.IsDamage(e))
        {
            throw new InvalidInputException($"{path}: expected a whole compressed file, found one that is damaged or cut short. Fetch or compress it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: could not be read: {e.Message}", e);
        }
    }
}
