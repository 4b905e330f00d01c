using System.CommandLine;
using Loci.Torch;

namespace Loci.Cli.Hosting;

/// <summary>The options that say which model runs, where and in which type, for every command that uses one.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model = Options.Model();
    private readonly Option<string?> _adapter = Options.Adapter();
    private readonly Option<string> _device = Options.Device();
    private readonly Option<string> _dtype = Options.Dtype();

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [_model, _adapter, _device, _dtype];

    /// <summary>The model's folder.</summary>
    public string Folder(ParseResult parsed) => Places.Model(parsed.GetValue(_model));

    /// <summary>The same options for another process of this program, with places resolved.</summary>
    public IEnumerable<string> Arguments(ParseResult parsed) =>
    [
        "--model", Folder(parsed), "--device", parsed.GetRequiredValue(_device), "--dtype", parsed.GetRequiredValue(_dtype),
        .. Places.Adapter(parsed.GetValue(_adapter)) is { } adapter ? new[] { "--adapter", adapter } : [],
    ];

    /// <summary>The model, which the caller disposes.</summary>
    public CausalLanguageModel Load(ParseResult parsed) => CausalLanguageModel.Load(Folder(parsed), new LoadOptions
    {
        Adapter = Places.Adapter(parsed.GetValue(_adapter)), Device = ModelDevice.Parse(parsed.GetValue(_device)!), Precision = Options.PrecisionOf(parsed.GetValue(_dtype)!),
    });
}
