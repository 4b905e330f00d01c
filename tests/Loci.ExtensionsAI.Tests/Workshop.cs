using System.Text.Json;
using Loci.Embedding;
using Loci.Learning;
using Loci.Memories;
using Loci.TestSupport;
using Loci.Torch;
using Loci.Torch.Tuning;

namespace Loci.ExtensionsAI.Tests;

/// <summary>A published model of 260 thousand parameters and a memory of a few notes, in a folder of their own.</summary>
public sealed class Workshop : IAsyncLifetime
{
    public const string Pump = "The pump in the north hall was repaired on Thursday.";
    public const string Kettle = "Kettles whistle when the water boils.";

    private const string MistralTemplate =
        "{{ bos_token }}{% for message in messages %}{% if message.role == 'user' %}{{ '[INST] ' + message.content + ' [/INST]' }}{% else %}{{ message.content + eos_token }}{% endif %}{% endfor %}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-chat-");
    private readonly LexicalEmbedder _embedder = new();

    /// <summary>Continues plain text.</summary>
    public CausalLanguageModel Model { get; private set; } = null!;

    /// <summary>The same weights, with a chat template.</summary>
    public CausalLanguageModel Chatty { get; private set; } = null!;

    public string ChattyFolder => Path.Combine(_folder.FullName, "chatty");

    public Memory Memory { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        TorchRuntime.SetThreads(1); // so that the same numbers come each time
        var published = Path.Combine(Fixtures.Copies, "published", "stories260K", "hf");
        Model = CausalLanguageModel.Load(published);
        var chatty = Directory.CreateDirectory(ChattyFolder).FullName;
        foreach (var file in Directory.GetFiles(published)) File.Copy(file, Path.Combine(chatty, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(chatty, "tokenizer_config.json"), JsonSerializer.Serialize(new { bos_token = "<s>", eos_token = "</s>", chat_template = MistralTemplate }));
        Chatty = CausalLanguageModel.Load(chatty);
        Memory = await Memory.OpenAsync(Path.Combine(_folder.FullName, "m.loci"), _embedder, new MemoryOptions { Create = true });
        string[] notes = [Pump, "The pump in the south hall needs oil.", Kettle, "Kettles are sold in the village."];
        for (var i = 0; i < notes.Length; i++) await Memory.AddAsync(new DocumentRecord($"note-{i}", notes[i]), [new Chunk(notes[i], Model.Tokenizer.Encode(notes[i]).Length)]);
    }

    /// <summary>A learner of four steps that keeps what it learns.</summary>
    public TestTimeLearner Learner(CausalLanguageModel? model = null, bool guard = false) =>
        new(model ?? Model, Memory, new FullTuner(), new LearnerOptions { Guard = guard, Retrieval = new RetrievalOptions { Count = 4 } });

    public ValueTask DisposeAsync()
    {
        Memory.Dispose();
        Chatty.Dispose();
        Model.Dispose();
        _embedder.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
