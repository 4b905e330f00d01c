using System.Globalization;

namespace Loci.Embedding;

/// <summary>
/// Several embedders as one: their parts one after another, so that the kernel is Σ wᵢ·kᵢ with Σ wᵢ = 1. Owns its embedders and disposes them.
/// </summary>
public sealed class SumEmbedder : IEmbedder
{
    private readonly WeightedEmbedder[] _members;

    /// <summary>Creates the sum. Weights are scaled to sum to 1; parts that share a name are told apart by a number.</summary>
    /// <exception cref="InvalidInputException">There is no embedder, or a weight is not a positive finite number.</exception>
    public SumEmbedder(params IReadOnlyList<WeightedEmbedder> embedders)
    {
        ArgumentNullException.ThrowIfNull(embedders);
        if (embedders.Count == 0)
            throw new InvalidInputException("A sum of embedders needs at least one embedder; none was given.");
        foreach (var (embedder, weight) in embedders)
            if (!(weight > 0) || !double.IsFinite(weight))
                throw new InvalidInputException(FormattableString.Invariant(
                    $"Weights of embedders must be positive numbers; embedder {embedder.Identity} was given {weight}. Leave an embedder out instead of giving it nothing."));
        var total = embedders.Sum(e => e.Weight);
        _members = [.. embedders.Select(e => e with { Weight = e.Weight / total })];
        Parts = NameApart(_members.SelectMany(e => e.Embedder.Parts.Select(part => part with { Weight = part.Weight * e.Weight })));
        Identity = "sum(" + string.Join('+', _members.Select(e => e.Weight.ToString("R", CultureInfo.InvariantCulture) + "*" + e.Embedder.Identity)) + ")";
        Noise = _members.Sum(e => e.Weight * e.Embedder.Noise);
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FeaturePart> Parts { get; }

    /// <summary>The weighted mean of the members' λ: a starting point, since the sum's own best value has to be found on data.</summary>
    public double Noise { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var members = _members.Select(e => e.Embedder.Embed(texts, cancellationToken)).ToArray();
        return [.. Enumerable.Range(0, texts.Count).Select(i => new Features(
            [.. members.SelectMany(m => m[i].Dense)],
            [.. members.SelectMany(m => m[i].Terms)]))];
    }

    /// <summary>Disposes the members.</summary>
    public void Dispose()
    {
        foreach (var member in _members)
            member.Embedder.Dispose();
    }

    private static FeaturePart[] NameApart(IEnumerable<FeaturePart> parts)
    {
        var named = new List<FeaturePart>();
        foreach (var part in parts)
        {
            var name = part.Name;
            for (var n = 2; named.Exists(p => string.Equals(p.Name, name, StringComparison.Ordinal)); n++)
                name = part.Name + n.ToString(CultureInfo.InvariantCulture);
            named.Add(part with { Name = name });
        }
        return [.. named];
    }
}
