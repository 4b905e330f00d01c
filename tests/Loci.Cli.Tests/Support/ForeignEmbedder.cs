using Loci.Embedding;

namespace Loci.Cli.Tests.Support;

/// <summary>An embedder of someone else's making: one number a text, its length.</summary>
internal sealed class ForeignEmbedder : IEmbedder
{
    public string Identity => "someone-elses/7";

    public IReadOnlyList<FeaturePart> Parts { get; } = [new("length", FeatureKind.Dense, 1, 2)];

    public double Noise => 1;

    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        [.. texts.Select(text => new Features([[text.Length % 2, 1 - text.Length % 2]], [null]))];

    public void Dispose()
    {
    }
}
