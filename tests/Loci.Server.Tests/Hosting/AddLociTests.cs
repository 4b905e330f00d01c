using System.Text.Json.Nodes;
using Loci.Embedding;
using Loci.Memories;
using Loci.Server.Tests.Support;
using Loci.Torch;
using Loci.Torch.Tuning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loci.Server.Tests.Hosting;

/// <summary>The server in someone else's application, over a model in the same process.</summary>
public sealed class AddLociTests
{
    [Fact]
    public async Task Any_application_can_serve_and_keeps_its_own_pages()
    {
        using var folder = new LociFolder();
        using var model = CausalLanguageModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "loci-small"));
        var hash = model.WeightsHash();
        using var embedder = new LexicalEmbedder();
        using var memory = await Memory.OpenAsync(folder.At("own.loci"), embedder, new MemoryOptions { Create = true }, TestContext.Current.CancellationToken);
        await memory.AddAsync(new DocumentRecord("pump", "The pump leaks."), [new Chunk("The pump leaks.", 4)], TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddLoci(model, memory, _ => new LoraTuner(), configure: options => options.Tuning.Count = 2);
        await using var application = builder.Build();
        application.MapGet("/", () => "my own page");
        application.MapLoci();
        using var observed = new Observed();
        await application.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        Assert.Equal("my own page", await client.GetStringAsync("/", TestContext.Current.CancellationToken));
        var answer = await client.AskAsync("/v1/chat/completions", Bodies.Chat("The pump", 3, new JsonObject()));
        Assert.Equal(("lora", hash), (answer["tuning"]!["method"]!.GetValue<string>(), answer["tuning"]!["base_hash"]!.GetValue<string>()));
        Assert.Equal(hash, (await client.ReadAsync("/v1/models/loci-small?verify=true"))["base_hash"]!.GetValue<string>());
        await application.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal("chat", observed.Spans["chat loci-small"]["gen_ai.operation.name"]);
        Assert.Equal(3, observed.Measures.Single(measure => measure.Name == "gen_ai.client.token.usage" && measure.Tags["gen_ai.token.type"] == "output").Value);
        Assert.True(observed.Measures.Single(measure => measure.Name == "gen_ai.server.request.duration").Value > 0);
        Assert.True(observed.Measures.Single(measure => measure.Name == "gen_ai.server.time_to_first_token").Value > 0);
        Assert.Equal(2, observed.Measures.Single(measure => measure.Name == "loci.tuning.steps").Value); // the one chunk there is, twice
    }
}
