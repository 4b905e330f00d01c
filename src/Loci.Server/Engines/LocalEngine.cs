using System.Numerics.Tensors;
using Loci.Memories;
using Loci.Models;

namespace Loci.Server.Engines;

/// <summary>
/// An engine in this process. Model, memory and tuners stay their owners'. A model that is no <see cref="IWeightsIdentity"/> is named by its name and size alone, and a
/// fall of native code takes the process with it: <c>loci serve</c> puts each engine into a process of its own for that.
/// </summary>
/// <param name="model">Answers; its base is never written.</param>
/// <param name="memories">The memory as a tenant sees it; null where there is none.</param>
/// <param name="tuners">Makes a tuner by settings; null where nothing can be learnt. What it cannot make is an <see cref="InvalidInputException"/>.</param>
public sealed class LocalEngine(ILanguageModel model, Func<string, IMemory>? memories = null, Func<TunerSettings, ITuner>? tuners = null) : IEngine
{
    private EngineIdentity? _identity;

    /// <inheritdoc/>
    public EngineIdentity Identity => _identity ?? throw new InvalidOperationException("The engine has not started.");

    /// <inheritdoc/>
    public bool IsReady => _identity is not null;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken = default) =>
        _identity ??= await EngineThread.RunAsync(() => new EngineIdentity(
            model.Name, model.ContextLength, model.Tokenizer.VocabularySize, Hash(), (model as IHiddenStates)?.HiddenSize ?? 0, memories is not null && tuners is not null)).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task WhenReadyAsync(CancellationToken cancellationToken = default) => StartAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task RunAsync(EngineJob job, Action<EngineEvent> emit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(emit);
        switch (job)
        {
            case CompletionJob completion:
                await new CompletionRun(model, Identity, completion, memories, tuners, emit).RunAsync(cancellationToken).ConfigureAwait(false);
                break;
            case EmbeddingJob embedding:
                emit(new TextsEmbedded(await EngineThread.RunAsync(() => Embed(embedding, cancellationToken)).ConfigureAwait(false)));
                break;
            case VerificationJob:
                emit(new WeightsHashed(await EngineThread.RunAsync(Hash).ConfigureAwait(false)));
                break;
            default:
                throw new ArgumentException($"Expected a job this engine knows, found {job.GetType().Name}.", nameof(job));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Hash() => model is IWeightsIdentity identity
        ? identity.WeightsHash()
        : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{model.Name}/{model.ContextLength}/{model.Tokenizer.VocabularySize}")));

    private float[][] Embed(EmbeddingJob job, CancellationToken cancellationToken)
    {
        var states = model as IHiddenStates ?? throw new InvalidInputException($"expected a model that embeds texts, found {model.Name}, which does not.");
        return [.. job.Texts.Select(tokens =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var vector = states.MeanHiddenState(tokens);
            var norm = TensorPrimitives.Norm<float>(vector);
            if (norm > 0) TensorPrimitives.Divide(vector, norm, vector);
            return vector;
        })];
    }
}
