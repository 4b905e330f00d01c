using Loci.Models;
using Loci.Text;

namespace Loci.Tests.Support;

/// <summary>Tunes a <see cref="CountingModel"/> on a copy of its counts. A negative strength makes every step do harm.</summary>
internal sealed class CountingTuner(double strength = 1, Action<int>? onStep = null, int batchSize = 1) : ITuner
{
    public string Name => "counting";

    public int BatchSize => batchSize;

    public int Open { get; private set; }

    public ITuningSession Begin(ILanguageModel model, int plannedSteps)
    {
        Open++;
        return new Session((CountingModel)model, this);
    }

    private sealed class Session(CountingModel model, CountingTuner tuner) : ITuningSession
    {
        private readonly double[] _counts = model.Counts;

        public string Name => model.Name;

        public ITokenizer Tokenizer => model.Tokenizer;

        public int ContextLength => model.ContextLength;

        public int Steps { get; private set; }

        public IReadOnlyList<double> Step(IReadOnlyList<int[]> texts, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tuner.OnStep(Steps);
            foreach (var token in texts.SelectMany(text => text)) _counts[token] = Math.Max(1e-3, _counts[token] + tuner.Strength);
            Steps++;
            return [.. texts.Select(_ => 1.0 / Steps)];
        }

        public float[] Losses(ReadOnlySpan<int> window, int from = 1) => model.Losses(_counts, window, from);

        public IEnumerable<GeneratedToken> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default) =>
            CountingModel.Generate(_counts, options, cancellationToken);

        public void Dispose() => tuner.Open--;
    }

    private double Strength => strength;

    private void OnStep(int step) => onStep?.Invoke(step);
}
