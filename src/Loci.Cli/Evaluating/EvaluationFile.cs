using Loci.Evaluation;
using Loci.Evaluation.Methods;
using Loci.Evaluation.Tables;
using Loci.Reports;

namespace Loci.Cli.Evaluating;

/// <summary>The page of <c>--html</c>.</summary>
internal static class EvaluationFile
{
    /// <summary>Refuses what no page can be made of or written to, before an evaluation has taken its hours.</summary>
    public static void Check(string path, EvaluationOptions options)
    {
        if (options.Methods.All(name => EvaluationMethod.Parse(name).Kind == MethodKind.Base)) throw new InvalidInputException("--html: expected a method besides base to report on, found none. Add one to --methods, such as sift.");
        if (Directory.Exists(path)) throw new InvalidInputException($"--html {path}: expected a file to write, found a folder. Give a file in it, such as {Path.Combine(path, "report.html")}.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))) throw new InvalidInputException($"--html {path}: expected a file in a folder that exists, found no such folder. Make the folder first.");
    }

    /// <summary>Writes the page; the file appears whole or not at all.</summary>
    public static void Write(string path, EvaluationReport report, EvaluationOptions options, EvaluationDescription description)
    {
        var page = EvaluationPage.Render(report, options, new ReportSubject(description.Model, description.Memory, description.Tuning, description.Identity));
        var temporary = path + ".partial";
        try
        {
            File.WriteAllText(temporary, page);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"--html {path}: expected a file that can be written, found none: {exception.Message}", exception);
        }
    }
}
