namespace Loci.Reports;

/// <summary>What a report is about, in words.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Memory">Where chunks came from.</param>
/// <param name="Tuning">What learnt.</param>
/// <param name="Identity">All that decides a document's result, in one line.</param>
public sealed record ReportSubject(string Model, string Memory, string Tuning, string Identity)
{
    /// <summary>The page's title.</summary>
    public string Title => $"Loci evaluation: {Model}";
}
