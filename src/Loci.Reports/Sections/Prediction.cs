using Loci.Evaluation.Records;
using Loci.Evaluation.Statistics;
using Loci.Reports.Html;
using Loci.Reports.Plots;

namespace Loci.Reports.Sections;

/// <summary>What is known before a document is predicted, against what learning gained on it.</summary>
internal static class Prediction
{
    private const int MostDots = 1000; // of one drawing; more hide one another and make a page slow

    private static readonly (string Id, string Title, string Across, Func<MethodResult, double> Of, Func<GainPrediction, double> Correlation)[] Predictors =
    [
        ("sigma", "Uncertainty after the last pick", "σ after the last pick", result => result.Uncertainty.Count == 0 ? double.NaN : result.Uncertainty[^1], prediction => -prediction.Uncertainty),
        ("cosine", "Best score among the picks", "best score (cosine of unit vectors)", result => result.Scores.Count == 0 ? double.NaN : result.Scores.Max(), prediction => prediction.TopScore),
        ("guard", "Gain on what the guard sees", "guard gain, % of base", result => 100 * (1 - result.GuardNats[^1] / result.GuardNats[0]), prediction => prediction.Guard),
    ];

    /// <summary>The section.</summary>
    public static Section Of(PageContext context) => new(
        "prediction", "What predicts the gain",
        "Each dot is a document; above the dashed line learning helped. ρ is Spearman's rank correlation with the gain: 1 or −1 would sort documents perfectly, 0 not at all. "
        + "σ and the best score are known before a step is taken (low σ should mean much to gain, so a negative ρ is good); the guard's gain costs the steps.",
        Choice.Of(context, "prediction-method", Markup.Of(
            $"""
            {context.Methods.Select((method, i) => Markup.Of($"""<div class="figures three {Choice.Only(i)}">{Predictors.Select(predictor => Plot(context, method, i, predictor))}</div>"""))}
            {(context.Report.Documents.Count > MostDots ? Markup.Of($"""<p class="note">Of {Figures.Count(context.Report.Documents.Count)} documents, {Figures.Count(MostDots)} at equal distances are drawn; ρ is over all.</p>""") : Markup.Empty)}
            """)));

    private static Markup Plot(PageContext context, string method, int style, (string Id, string Title, string Across, Func<MethodResult, double> Of, Func<GainPrediction, double> Correlation) predictor)
    {
        var rho = $"ρ = {Figures.Correlation(predictor.Correlation(context.Report.Prediction[method]))}";
        var every = Math.Max(1, context.Report.Documents.Count / (double)MostDots);
        var drawn = Enumerable.Range(0, Math.Min(MostDots, context.Report.Documents.Count)).Select(i => context.Report.Documents[(int)(i * every)]);
        var dots = new Series(method, style, [.. drawn.Select(document => Dot(document, method, predictor.Of(document.Methods[method])))]);
        return Markup.Of(
            $"""<figure>{ScatterPlot.Draw($"{predictor.Id}-{style}", $"{predictor.Title} against gain, {method}", $"{rho} over {context.Report.Documents.Count} documents", predictor.Across, "gain, % of base", dots)}<figcaption>{predictor.Title}: <strong>{rho}</strong></figcaption></figure>""");
    }

    private static PlotPoint Dot(DocumentResult document, string method, double x)
    {
        var gain = PageContext.Gain(document, method);
        return new PlotPoint(x, gain, $"{document.Subset}, {PageContext.ShortName(document)}: {Figures.Fine(x)}, gain {Figures.Points(gain)} %");
    }
}
