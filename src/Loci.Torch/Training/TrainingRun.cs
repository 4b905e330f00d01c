using System.Security.Cryptography;
using Loci.Scoring;
using Loci.Text;
using Loci.Torch.Decoding;

namespace Loci.Torch.Training;

/// <summary>One run from texts to what is saved, whatever it trains: tokens, steps, validation, and the state that a broken-off run goes on from.</summary>
/// <param name="Blueprint">The model.</param>
/// <param name="Trainee">What moves.</param>
/// <param name="Tokenizer">The model's.</param>
/// <param name="Options">How.</param>
/// <param name="Folder">Where the state of the run is kept.</param>
/// <param name="Name">Name for people.</param>
internal sealed record TrainingRun(DecoderBlueprint Blueprint, Trainee Trainee, ITokenizer Tokenizer, TrainingOptions Options, string Folder, string Name)
{
    private const int QuickValidationDocuments = 64;

    /// <summary>Runs to the end, or to cancellation, after which the same run resumes.</summary>
    /// <param name="settings">Names all that decides the run besides its texts.</param>
    /// <param name="texts">Training documents.</param>
    /// <param name="validation">Documents for bits per byte; may be empty.</param>
    /// <param name="save">Saves what was trained.</param>
    /// <param name="progress">Told every few steps.</param>
    /// <param name="clock">Measures speed.</param>
    /// <param name="cancellationToken">Ends the run after the step in hand.</param>
    public TrainingResult ToEnd(
        string settings, IReadOnlyList<string> texts, IReadOnlyList<string> validation, Action save,
        IProgress<TrainingProgress>? progress, TimeProvider? clock, CancellationToken cancellationToken)
    {
        var tokens = Stream(texts, cancellationToken);
        var trainer = new Trainer(Blueprint, Trainee, Options, clock ?? TimeProvider.System);
        Func<double>? validate = validation.Count == 0 ? null : () => Quick(validation);
        var result = trainer.Run(tokens, Folder, Fingerprint(settings, tokens), validate, progress, cancellationToken);
        save();
        TrainingState.Delete(Folder);
        return validation.Count == 0 ? result : result with { ValidationBitsPerByte = Whole(validation, cancellationToken) };
    }

    /// <summary>Documents one after another, each closed by the end-of-text token.</summary>
    private int[] Stream(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var tokens = new List<int>();
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens.AddRange(Tokenizer.Encode(text));
            if (Tokenizer.EndOfText is { } end) tokens.Add(end);
        }
        return [.. tokens];
    }

    /// <summary>First windows of some validation documents: cheap enough to look at often.</summary>
    private double Quick(IReadOnlyList<string> validation)
    {
        using var model = Model();
        var every = Math.Max(1, validation.Count / QuickValidationDocuments);
        var score = default(TextScore);
        for (var i = 0; i < validation.Count; i += every)
        {
            // A prefix of the characters, cut where a window surely ends.
            var text = validation[i].Length > model.ContextLength ? validation[i][..model.ContextLength] : validation[i];
            if (text.Length > 0) score += TextScorer.Score(model, text);
        }
        return score.BitsPerByte;
    }

    private double Whole(IReadOnlyList<string> validation, CancellationToken cancellationToken)
    {
        using var model = Model();
        return validation.Aggregate(default(TextScore), (sum, text) => sum + TextScorer.Score(model, text, cancellationToken)).BitsPerByte;
    }

    private TorchLanguageModel Model()
    {
        var decoder = new Decoder(Blueprint, Trainee.Weights.Compute, Trainee.Device);
        return new TorchLanguageModel(Name, Tokenizer, decoder, Blueprint, Trainee.Weights, Trainee.Device, owned: decoder);
    }

    private static string Fingerprint(string settings, int[] tokens)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(settings));
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tokens.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
