using Loci.Torch.Encoding;

namespace Loci.Torch.Checkpoints;

/// <summary>RoBERTa: BERT whose positions begin after the id of the padding token and pass padding over.</summary>
internal static class RobertaFamily
{
    private const int DefaultPadding = 1;

    public static EncoderBlueprint Read(ConfigurationReader config)
    {
        var configuration = BertFamily.Configuration(config, "roberta") with { UncountedPadding = config.Ids("pad_token_id") is [var padding, ..] ? padding : DefaultPadding };
        if (configuration.UncountedPadding < 0 || configuration.ContextLength < 1)
            throw config.Error($"expected a \"pad_token_id\" from 0 to {configuration.PositionRows - 2}, found {configuration.UncountedPadding}.");
        return BertFamily.Blueprint(configuration);
    }
}
