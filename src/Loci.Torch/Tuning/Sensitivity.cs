using Loci.Models;
using Loci.Scoring;
using Loci.Tensors;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// The mean squared gradient of each weight, g² of one text at a time: the diagonal of the Fisher information, where the texts are the model's own. It says which weights a step moves often and which
/// seldom. Safe to share between threads; owns its tensors.
/// </summary>
public sealed class Sensitivity : IDisposable
{
    private const int Batch = 16;
    private const int LongestText = 256;

    private readonly Dictionary<string, Tensor> _squares;

    private Sensitivity(Dictionary<string, Tensor> squares) => _squares = squares;

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
        using var copy = model.Parameters.Clone();
        var weights = model.Over(new TrainableWeights(copy));
        string[] names = [.. model.Blueprint.Parameters().Select(parameter => parameter.Name)];
        var squares = names.ToDictionary(name => name, name => zeros_like(copy.Master(name), requires_grad: false).DetachFromDisposeScope(), StringComparer.Ordinal);
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
        using (no_grad())
        {
            foreach (var square in squares.Values) square.TimesInPlace(1.0 / count);
        }
        return new Sensitivity(squares);
    }

    /// <summary>The root mean square of all gradients of all weights.</summary>
    public double RootMeanSquare()
    {
        using var scope = NewDisposeScope();
        return Math.Sqrt(_squares.Values.Sum(square => (double)square.sum().item<float>()) / _squares.Values.Sum(square => square.NumberOfElements));
    }

    /// <summary>Frees it.</summary>
    public void Dispose()
    {
        foreach (var square in _squares.Values) square.Dispose();
    }

    /// <summary>What was measured before, by the names of the parameters.</summary>
    internal static Sensitivity Of(IEnumerable<(string Name, float[] Squares, long[] Shape)> parameters, Device device)
    {
        using var quiet = no_grad();
        return new Sensitivity(parameters.ToDictionary(parameter => parameter.Name, parameter => tensor(parameter.Squares, parameter.Shape, device: device).DetachFromDisposeScope(), StringComparer.Ordinal));
    }

    /// <summary>What a file keeps.</summary>
    internal IEnumerable<TensorData> Data() => _squares.Select(square => TensorData.FromSingles(square.Key, ParameterStore.Values(square.Value), square.Value.shape));

    /// <summary>1 / (1 + √F / δ) of each parameter in a model's order; the caller owns them.</summary>
    /// <param name="blueprint">The model.</param>
    /// <param name="damping">δ in root mean squares of all gradients.</param>
    internal IReadOnlyList<Tensor> Factors(DecoderBlueprint blueprint, double damping)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var delta = damping * RootMeanSquare();
        return [.. blueprint.Parameters().Select(parameter => _squares[parameter.Name].sqrt().Times(1 / delta).PlusInPlace(1).reciprocal_().DetachFromDisposeScope())];
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
