using Loci.Memories;
using Loci.Models;
using Loci.Server.Answering;
using Loci.Server.Asking;
using Loci.Server.Engines;
using Loci.Server.Remembering;
using Loci.Server.Scheduling;
using Loci.Server.Security;
using Loci.Server.Serving;
using Loci.Server.Telemetry;
using Loci.Text;
using Loci.Text.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Loci.Server;

/// <summary>Puts a Loci server into any ASP.NET Core application.</summary>
public static class LociServiceCollectionExtensions
{
    /// <summary>Adds a server over a model in this process. Model, memory and tuner stay the caller's, and must outlive the application.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="model">Answers.</param>
    /// <param name="memory">What can be learnt from; null for none.</param>
    /// <param name="tuners">Makes a tuner by settings; what it cannot make is an <see cref="InvalidInputException"/>. Null where nothing can be learnt.</param>
    /// <param name="template">The model's chat template; null gives it conversations as plain text.</param>
    /// <param name="configure">Sets options.</param>
    public static IServiceCollection AddLoci(
        this IServiceCollection services, ILanguageModel model, IMemory? memory = null, Func<TunerSettings, ITuner>? tuners = null, ChatTemplate? template = null, Action<LociOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var memories = memory is null ? null : new TenantMemories(memory);
        var engine = new LocalEngine(model, memories is null ? null : memories.Of, tuners);
        return services.AddLoci(new LociComposition { Engines = [engine], Tokenizer = model.Tokenizer, Chunker = Chunker.For(model.Tokenizer, model.ContextLength), Template = template, Memories = memories }, configure);
    }

    /// <summary>Adds a server over engines.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="composition">What the server is made of.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="InvalidInputException">An option cannot be, or a tenant's memory cannot be kept apart.</exception>
    public static IServiceCollection AddLoci(this IServiceCollection services, LociComposition composition, Action<LociOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(composition);
        if (composition.Engines.Count == 0) throw new ArgumentException("Expected at least one engine.", nameof(composition));
        var options = new LociOptions();
        configure?.Invoke(options);
        options.Validate();
        var keys = new KeyRing(options.Keys);
        foreach (var tenant in keys.Tenants) _ = composition.Memories?.Of(tenant);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options).AddSingleton(keys).AddSingleton(provider => new EngineSet(composition.Engines, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ServedModel(composition.Tokenizer, composition.Template, provider.GetRequiredService<EngineSet>(), options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new MemoryService(
            composition.Memories, composition.Chunker ?? new Chunker(composition.Tokenizer), provider.GetRequiredService<MemoryAudit>(), [provider.GetRequiredService<IdempotencyStore>(), provider.GetRequiredService<TuningLedger>()]));
        services.AddSingleton<ServerTelemetry>().AddSingleton<MemoryAudit>().AddSingleton<BoundedWork>().AddSingleton<IdempotencyStore>().AddSingleton<TuningLedger>();
        services.AddSingleton<JobScheduler>().AddHostedService(provider => provider.GetRequiredService<JobScheduler>());
        services.AddSingleton<ChatReader>().AddSingleton<CompletionReader>().AddSingleton<Answerer>();
        services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            (document.Info.Title, document.Info.Description) = ("Loci", "A language model that learns before it answers: OpenAI's protocol, with one object more, tuning.");
            return Task.CompletedTask;
        }));
        return services;
    }
}
