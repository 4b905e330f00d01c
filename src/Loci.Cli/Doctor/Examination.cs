using System.Runtime.InteropServices;
using Loci.Cli.Hosting;
using Loci.Memories;
using Loci.Torch;

namespace Loci.Cli.Doctor;

/// <summary>Looks at everything Loci needs on this machine.</summary>
internal static class Examination
{
    /// <summary>The findings, in the order a person would ask.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings =
        [
            new("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, .NET {Environment.Version}"),
            new("cores", $"{Environment.ProcessorCount}"),
            new("bf16", CpuFeatures.HasBFloat16 ? "in hardware: matrix products run in bfloat16" : "not in hardware: matrix products run in float32"),
        ];
        var native = NativeLibraries.Examine();
        findings.AddRange(native);
        var works = native.All(finding => finding.Works);
        findings.Add(works ? Device() : new("device", "none", false, "Mend libtorch first."));
        findings.Add(Model(works));
        findings.AddRange(await MemoriesAsync(cancellationToken));
        return findings;
    }

    private static Finding Device() => ModelDevice.Gpus() switch
    {
        0 => new("device", $"cpu{(Libtorch.HasCuda ? "; libtorch is built for CUDA and finds no GPU it can use" : "")}"),
        var gpus => new("device", $"cuda: {gpus} GPU{(gpus > 1 ? "s" : "")}, used where --device is auto"),
    };

    private static Finding Model(bool nativeWorks)
    {
        if (Places.FindModel(null) is not { } folder)
            return new("model", "none", false, $"Put {Places.DefaultModel} into LOCI_HOME/models, or make it with 'loci train'.");
        if (!nativeWorks) return new("model", $"{folder} (not loaded)");
        try
        {
            using var model = CausalLanguageModel.Load(folder);
            return new("model", $"{model.Name}: {model.Configuration.Family}, {model.ParameterCount / 1e6:0.0} million parameters, context {model.ContextLength}, products in {model.Compute}");
        }
        catch (InvalidInputException e)
        {
            return new("model", "damaged", false, e.Message);
        }
    }

    private static async Task<IEnumerable<Finding>> MemoriesAsync(CancellationToken cancellationToken)
    {
        var root = Path.Combine(Places.Home, "memories");
        var folders = Directory.Exists(root) ? Directory.GetDirectories(root, "*.loci").Order(StringComparer.Ordinal).ToArray() : [];
        if (folders.Length == 0) return [new("memories", "none in LOCI_HOME/memories")];
        var findings = new List<Finding>();
        foreach (var folder in folders)
        {
            try
            {
                var info = await Memory.DescribeAsync(folder, cancellationToken);
                findings.Add(new("memory", $"{Path.GetFileName(folder)}: {info.Documents} documents, {info.Chunks} chunks, embedder {info.Embedder}"));
            }
            catch (InvalidInputException e)
            {
                findings.Add(new("memory", Path.GetFileName(folder), false, e.Message));
            }
        }
        return findings;
    }
}
