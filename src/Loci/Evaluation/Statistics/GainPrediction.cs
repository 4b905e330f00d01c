using Loci.Evaluation.Records;

namespace Loci.Evaluation.Statistics;

/// <summary>How well what is known beforehand ranks documents by what learning gains on them: Spearman's correlation with the share of the base's bits that is saved.</summary>
/// <param name="Uncertainty">Of −σ after the last pick.</param>
/// <param name="TopScore">Of the score of the best candidate that was picked: with unit vectors, its cosine.</param>
/// <param name="MeanScore">Of the mean score of the picks.</param>
/// <param name="Guard">Of the share saved on what a guard may look at, which costs the steps.</param>
public sealed record GainPrediction(double Uncertainty, double TopScore, double MeanScore, double Guard)
{
    internal static GainPrediction Of(IReadOnlyList<DocumentResult> documents, string method)
    {
        double[] gains = [.. documents.Select(document => 1 - document.Methods[method].Nats[^1] / document.BaseNats)];
        double Correlation(Func<MethodResult, double> predictor) => RankCorrelation.Spearman([.. documents.Select(document => predictor(document.Methods[method]))], gains);
        return new GainPrediction(
            Correlation(result => result.Uncertainty.Count == 0 ? double.NaN : -result.Uncertainty[^1]),
            Correlation(result => result.Scores.Count == 0 ? double.NaN : result.Scores.Max()),
            Correlation(result => result.Scores.Count == 0 ? double.NaN : result.Scores.Average()),
            Correlation(result => 1 - result.GuardNats[^1] / result.GuardNats[0]));
    }
}
