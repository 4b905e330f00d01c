using System.Globalization;
using Loci.Learning;
using ModelContextProtocol;

namespace Loci.Mcp;

/// <summary>Gradient steps as progress notifications of the protocol.</summary>
/// <param name="progress">Sends them.</param>
internal sealed class StepNotifier(IProgress<ProgressNotificationValue> progress) : IProgress<AdaptationProgress>
{
    public void Report(AdaptationProgress value) => progress.Report(new ProgressNotificationValue
    {
        Progress = value.Step,
        Total = value.Steps,
        Message = string.Create(CultureInfo.InvariantCulture, $"learning {value.Step} of {value.Steps}, loss {value.Loss:0.000}"),
    });
}
