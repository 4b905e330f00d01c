using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Loci.Evaluation;

namespace Loci.Reports.Tests;

public sealed class EvaluationPageTests
{
    [Theory]
    [InlineData("a whole one")]
    [InlineData("one method")]
    [InlineData("one subset")]
    [InlineData("no guard")]
    [InlineData("no picks")]
    [InlineData("nothing shown")]
    [InlineData("ten methods")]
    public void Pages_parse_without_an_error_and_their_parts_refer_to_parts_that_are_there(string kind)
    {
        var sample = Sample(kind);
        var page = Strict(sample.Page);
        var ids = page.All.Where(element => element.HasAttribute("id")).Select(element => element.Id!).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        var referred = page.QuerySelectorAll("[aria-labelledby]").SelectMany(element => element.GetAttribute("aria-labelledby")!.Split(' ')).Concat(page.QuerySelectorAll("nav a").Select(link => link.GetAttribute("href")![1..])).ToArray();
        Assert.NotEmpty(referred);
        Assert.Empty(referred.Except(ids));
        Assert.All(page.QuerySelectorAll("svg[role=img]"), drawing => Assert.True(drawing.QuerySelector("title")!.TextContent.Length > 0 && drawing.QuerySelector("desc") is not null));
        Assert.All(page.QuerySelectorAll("td").Concat(page.QuerySelectorAll("svg text")), cell => Assert.DoesNotContain("NaN", cell.TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", string.Concat(page.QuerySelectorAll("path, line, text, svg").SelectMany(element => element.Attributes).Select(attribute => attribute.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_subset_and_method_stands_in_the_table_with_its_figure()
    {
        var sample = new SampleReport();
        var (page, report) = (Strict(sample.Page), sample.Report);
        string[] headings = [.. page.QuerySelectorAll("table.summary thead th").Select(heading => heading.TextContent.Trim())];
        Assert.Equal(["subset", "documents", "base, bits per byte", "nn", "sift", "in-context"], headings);
        foreach (var (subset, cell) in report.Methods["base"].Subsets) Assert.Equal([.. new[] { "3", Text(cell.Bpb, "0.000") }, .. Percents(name => report.Methods[name].Subsets[subset].Percent)], Row(page, subset));
        Assert.Equal(["6", Text(report.Methods["base"].Total.Bpb, "0.000"), .. Percents(name => report.Methods[name].Total.Percent)], Row(page, "total"));
        Assert.Equal(["", "", .. Percents(name => report.Guarded[name].Total.Percent)], Row(page, "total, guarded"));
        Assert.Equal(["", "", .. Percents(name => report.Methods[name].Middle.MeanOfSubsets)], Row(page, "mean of subsets"));
        Assert.Equal(["", "", .. Percents(name => report.Methods[name].Middle.Median)], Row(page, "median of documents"));
        Assert.Equal(["", "", .. Percents(name => report.Methods[name].Middle.Without!.Value)], Row(page, $"total without {report.LeftOut}"));
        Assert.Equal(["", "", .. report.Curves.Keys.Select(name => $"{Text(report.Methods[name].Interval.Low, "0.0")} to {Text(report.Methods[name].Interval.High, "0.0")}")], Row(page, "95 % interval"));
        Assert.Equal(["", "", "–", .. report.Against.Values.Select(against => Text(against.Difference, "+0.00;−0.00"))], Row(page, "difference to nn, points"));
        Assert.Equal(["", "", "30", "30", "30"], Row(page, "gradient steps in all"));

        IEnumerable<string> Percents(Func<string, double> percent) => report.Curves.Keys.Select(name => Text(percent(name), "0.0"));
    }

    [Fact]
    public void Every_document_has_its_row_and_harm_is_marked()
    {
        var sample = new SampleReport();
        var rows = Strict(sample.Page).QuerySelectorAll("table.sortable tbody tr").ToArray();
        var documents = sample.Report.Documents;
        Assert.Equal(documents.Count, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            string[] expected = [.. documents[i].Methods.Values.Select(method => 100 * method.Nats[^1] / documents[i].BaseNats).Select(percent => (percent > 100 ? "▲" : "") + Text(percent, "0.0"))];
            Assert.Equal(expected, rows[i].QuerySelectorAll("td").Skip(1).Take(expected.Length).Select(cell => cell.TextContent));
            Assert.Equal(expected.Any(text => text.StartsWith('▲')), rows[i].ClassList.Contains("harmed"));
        }
        Assert.Contains(rows, row => row.ClassList.Contains("harmed"));
        Assert.Contains(rows, row => row.ClassList.Contains("unharmed"));
    }

    [Fact]
    public void Drawings_have_a_point_for_each_figure_and_correlations_stand_beneath()
    {
        var sample = new SampleReport();
        var (page, report) = (Strict(sample.Page), sample.Report);
        Assert.Equal(3 * 4, Figure(page, "curve-plain").QuerySelectorAll(".dot title").Length); // 0, 1, 2 and 5 picks
        Assert.Equal(3 * 4, Figure(page, "pareto-seconds").QuerySelectorAll(".dot title").Length);
        Assert.Equal(report.Documents.Count, Figure(page, "guard-1").QuerySelectorAll(".dot title").Length);
        Assert.Contains($"ρ = {Text(report.Prediction["sift"].TopScore, "+0.00;−0.00")}", Figure(page, "cosine-1").ParentElement!.QuerySelector("figcaption")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"ρ = {Text(-report.Prediction["sift"].Uncertainty, "+0.00;−0.00")}", Figure(page, "sigma-1").ParentElement!.QuerySelector("figcaption")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_documents_some_are_drawn_and_the_page_says_so()
    {
        var page = Strict(new SampleReport { Documents = 600, Methods = ["sift"] }.Page);
        Assert.Equal(1000, Figure(page, "guard-0").QuerySelectorAll(".dot title").Length);
        Assert.Contains("Of 1,200 documents, 1,000", page.QuerySelector("#prediction .note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1200, page.QuerySelectorAll("table.sortable tbody tr").Length);
    }

    [Fact]
    public void Shown_documents_have_their_picks_and_every_token()
    {
        var page = Strict(new SampleReport().Page);
        var picks = page.QuerySelector("#picks .document")!;
        Assert.Equal([5, 5], picks.QuerySelectorAll("ol").Select(list => list.Children.Length));
        Assert.Equal(["↺ repeats 2", "↺ 1 again", "↺ repeats 2", "↺ 1 again"], picks.QuerySelectorAll(".repeat").Select(mark => mark.TextContent));
        var tokens = page.QuerySelector(".tokens")!.QuerySelectorAll("span").ToArray();
        Assert.Equal([" one", " plain", "↵", "⇥two", " three"], tokens.Select(token => token.TextContent));
        Assert.Equal([["t0h3", "t1h4", "t2h4"], ["t0h1", "t1h2", "t2h3"]], tokens.Take(2).Select(token => token.ClassList.ToArray())); // 0.6 and 0.2 nats lost, once, twice and three times
        Assert.Equal(" plain · base 2.00 nats; nn −0.20; sift −0.40; in-context −0.60", tokens[1].GetAttribute("title"));
    }

    [Fact]
    public void The_same_evaluation_gives_the_same_page() => Assert.Equal(new SampleReport().Page, new SampleReport().Page);

    [Fact]
    public void Nothing_to_report_on_is_refused() => Assert.Throws<InvalidInputException>(() => new SampleReport { Methods = ["base"] }.Page);

    [Fact]
    public void The_guard_is_explained_for_the_protocol_it_worked_under()
    {
        Assert.Contains("It never sees what is predicted.", new SampleReport().Page, StringComparison.Ordinal);
        Assert.Contains("a little too good", new SampleReport { Protocol = Protocol.Whole }.Page, StringComparison.Ordinal);
    }

    internal static IHtmlDocument Strict(string page) => new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(page);

    private static SampleReport Sample(string kind) => kind switch
    {
        "a whole one" => new SampleReport(),
        "one method" => new SampleReport { Methods = ["sift"] },
        "one subset" => new SampleReport { Methods = ["base", "random", "sift-adaptive"], Subsets = ["Books"], Documents = 1 },
        "no guard" => new SampleReport { Guarded = false },
        "no picks" => new SampleReport { Picks = 0 },
        "nothing shown" => new SampleReport { Shown = false },
        _ => new SampleReport { Methods = ["nn", "sift", "random", "mmr", "itl", "ctl", "hullft", "farthest", "sift@lora", "in-context:nn"] },
    };

    private static string[] Row(IHtmlDocument page, string name)
    {
        var row = page.QuerySelectorAll("table.summary tr").Single(row => row.QuerySelector("th[scope=row]")?.TextContent == name);
        return [.. row.QuerySelectorAll("td").Select(cell => cell.TextContent.TrimStart('▲'))];
    }

    private static IElement Figure(IHtmlDocument page, string id) => page.GetElementById($"{id}-title")!.ParentElement!;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
