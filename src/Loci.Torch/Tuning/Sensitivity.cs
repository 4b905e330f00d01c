using Loci.Models;
using Loci.Scoring;
using Loci.Tensors;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// The mean squared gradient of each weight, g² of one text at a time: the diagonal of the Fisher information, where the texts are the model's own. It says which weights a step moves often and which
/// seldom. Of a matrix only the means of rows and columns are kept, whose product over the mean of all stands for it, as in Adafactor (arXiv 1804.04235): thousands of numbers instead of millions.
/// Safe to share between threads; owns its tensors.
/// </summary>
public sealed class Sensitivity : IDisposable
{
    private const int Batch = 16;
    private const int LongestText = 256;
    private const string RowsSuffix = ".rows", ColumnsSuffix = ".columns";

    private readonly Dictionary<string, SquareMeans> _means;

    private Sensitivity(Dictionary<string, SquareMeans> means) => _means = means;

    /// <summary>Measures it on texts that the model makes from nothing, at temperature 1: no data is needed, and the same model always gives the same.</summary>
    /// <param name="model">The model; not changed.</param>
    /// <param name="texts">How many.</param>
    /// <param name="cancellationToken">Checked between tokens and texts.</param>
    public static Sensitivity Measure(CausalLanguageModel model, int texts = 64, CancellationToken cancellationToken = default) =>
        Measure(model, Own(model, texts, cancellationToken), cancellationToken);

    /// <summary>Measures it on given texts.</summary>
    /// <param name="model">The model; not changed.</param>
    /// <param name="texts">Tokens of each text, with what opens it, at least two; cut to the context.</param>
    /// <param name="cancellationToken">Checked between texts.</param>
    /// <exception cref="InvalidInputException">There is no text.</exception>
    public static Sensitivity Measure(CausalLanguageModel model, IEnumerable<int[]> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(texts);
        using var whole = NewDisposeScope();
        using var copy = model.Parameters.Clone();
        var weights = model.Over(new TrainableWeights(copy));
        string[] names = [.. model.Blueprint.Parameters().Select(parameter => parameter.Name)];
        var squares = names.ToDictionary(name => name, name => zeros_like(copy.Master(name), requires_grad: false), StringComparer.Ordinal);
        var count = 0;
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            LanguageModelLoss.Backward(model.Decoder, weights, LanguageModelLoss.Ids(text.AsSpan(0, Math.Min(text.Length, model.ContextLength + 1)), model.Parameters.Device));
            using var quiet = no_grad();
            foreach (var name in names) Add(squares[name], copy.Master(name));
            count++;
        }
        if (count == 0) throw new InvalidInputException("sensitivity: expected at least one text to measure it on, found none.");
        using var still = no_grad();
        return new Sensitivity(squares.ToDictionary(square => square.Key, square => SquareMeans.Of(square.Value.TimesInPlace(1.0 / count)), StringComparer.Ordinal));
    }

    /// <summary>The root mean square of all gradients of all weights.</summary>
    public double RootMeanSquare() => Math.Sqrt(_means.Values.Sum(means => means.Count * means.Mean) / _means.Values.Sum(means => means.Count));

    /// <summary>Frees it.</summary>
    public void Dispose()
    {
        foreach (var means in _means.Values) means.Dispose();
    }

    /// <summary>What was measured before, as <see cref="Data"/> gave it; null where something is missing or of another shape.</summary>
    internal static Sensitivity? From(SafetensorsFile file, DecoderBlueprint blueprint, Device device)
    {
        if (blueprint.Parameters().Any(parameter => !Fits(file, parameter.Name, parameter.Shape))) return null;
        using var quiet = no_grad();
        Tensor Read(string name) => tensor(file.ReadSingles(name), device: device).DetachFromDisposeScope();
        return new Sensitivity(blueprint.Parameters().ToDictionary(
            parameter => parameter.Name, parameter => new SquareMeans(Read(parameter.Name + RowsSuffix), parameter.Shape.Length == 2 ? Read(parameter.Name + ColumnsSuffix) : null), StringComparer.Ordinal));
    }

    /// <summary>What a file keeps.</summary>
    internal IEnumerable<TensorData> Data()
    {
        foreach (var (name, means) in _means)
        {
            yield return TensorData.FromSingles(name + RowsSuffix, ParameterStore.Values(means.Rows), means.Rows.shape);
            if (means.Columns is { } columns) yield return TensorData.FromSingles(name + ColumnsSuffix, ParameterStore.Values(columns), columns.shape);
        }
    }

    /// <summary>1 / (1 + √F / δ) of each parameter in a model's order; the caller owns them.</summary>
    /// <param name="blueprint">The model.</param>
    /// <param name="damping">δ in root mean squares of all gradients.</param>
    internal IReadOnlyList<Tensor> Factors(DecoderBlueprint blueprint, double damping)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var delta = damping * RootMeanSquare();
        return [.. blueprint.Parameters().Select(parameter => _means[parameter.Name].Each().sqrt().Times(1 / delta).PlusInPlace(1).reciprocal_().DetachFromDisposeScope())];
    }

    private static bool Fits(SafetensorsFile file, string name, long[] shape)
    {
        bool Has(string tensor, long length) => file.Tensors.TryGetValue(tensor, out var entry) && entry.Shape is [var found] && found == length;
        return Has(name + RowsSuffix, shape[0]) && (shape.Length == 1 || (shape.Length == 2 && Has(name + ColumnsSuffix, shape[1])));
    }

    private static void Add(Tensor square, Tensor master)
    {
        if (master.grad is { } gradient) square.PlusInPlace(gradient * gradient);
        master.grad = null;
    }

    private static IEnumerable<int[]> Own(CausalLanguageModel model, int texts, CancellationToken cancellationToken)
    {
        var opening = TextScorer.WithPrefix(model, []);
        if (opening.Length == 0) opening = [0];
        var options = new GenerationOptions { MaxTokens = Math.Min(LongestText, model.ContextLength - opening.Length), Temperature = 1, IgnoreEndOfText = true };
        for (var first = 0; first < texts; first += Batch)
        {
            var rows = Math.Min(Batch, texts - first);
            var tokens = model.GenerateBatch([.. Enumerable.Repeat(opening, rows)], options with { Seed = first }, cancellationToken).ToLookup(token => token.Row, token => token.Token.Id);
            for (var row = 0; row < rows; row++) yield return [.. opening, .. tokens[row]];
        }
    }
}
