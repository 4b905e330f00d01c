using System.Text;
using System.Text.Json.Nodes;
using Loci.Scoring;
using Loci.Torch.Training;

namespace Loci.Torch.Tests.Training;

/// <summary>From text to a folder that loads.</summary>
public sealed class ModelTrainerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_new_model_learns_its_text_and_loads()
    {
        var result = Train("new", Recipe(steps: 60));
        using var model = CausalLanguageModel.Load(In("new"));
        Assert.Equal(60, result.Steps);
        Assert.InRange(result.TrainLoss, 0.1, 3.5); // log 320 = 5.8 at the start
        var score = Validation.Aggregate(default(TextScore), (sum, text) => sum + TextScorer.Score(model, text, Stop)).BitsPerByte;
        Assert.Equal(result.ValidationBitsPerByte!.Value, score, 0.02 * score); // what was saved is rounded to bfloat16
        Assert.False(File.Exists(Path.Combine(In("new"), "training-state.safetensors")));
    }

    [Fact]
    public void A_cancelled_training_is_resumed_by_the_same_call()
    {
        Train("straight", Recipe(steps: 40));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Train("broken", Recipe(steps: 40), new Canceller(stop), stop.Token));
        Train("broken", Recipe(steps: 40));
        Assert.Equal(File.ReadAllBytes(Path.Combine(In("straight"), "model.safetensors")), File.ReadAllBytes(Path.Combine(In("broken"), "model.safetensors")));
    }

    [Fact]
    public void Training_goes_on_from_an_existing_model()
    {
        var first = Train("first", Recipe(steps: 40));
        var options = Recipe(steps: 40).Training with { LearningRate = 1e-3 };
        var second = ModelTrainer.Continue(In("first"), options, Texts, Validation, In("second"), cancellationToken: Stop);
        Assert.True(second.ValidationBitsPerByte < first.ValidationBitsPerByte);
        using var model = CausalLanguageModel.Load(In("second"));
        Assert.Equal(64, model.ContextLength);
    }

    [Fact]
    public void Validation_texts_may_be_cut_within_a_character()
    {
        string[] emoji = [string.Concat(Enumerable.Repeat("x", 63)) + string.Concat(Enumerable.Repeat("\U0001F600", 40))];
        var result = ModelTrainer.TrainNew(Recipe(steps: 2), Texts, emoji, In("emoji"), "emoji", cancellationToken: Stop);
        Assert.True(double.IsFinite(result.ValidationBitsPerByte!.Value));
    }

    [Fact]
    public void Without_text_there_is_nothing_to_train_on() =>
        Assert.Throws<InvalidInputException>(() => ModelTrainer.TrainNew(Recipe(steps: 1), [], [], In("none"), "none", cancellationToken: Stop));

    [Fact]
    public void A_vocabulary_without_room_for_bytes_is_refused() =>
        Assert.Throws<InvalidInputException>(() => ModelTrainer.TrainNew(Recipe(steps: 1) with { Vocabulary = 100 }, Texts, [], In("few"), "few", cancellationToken: Stop));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string[] Texts { get; } = [.. Enumerable.Range(0, 100).Select(Text)];

    private static string[] Validation { get; } = [.. Enumerable.Range(1000, 5).Select(Text)];

    private static TrainingRecipe Recipe(int steps) => new()
    {
        Model = (JsonObject)JsonNode.Parse("""
            {"model_type": "llama", "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
             "max_position_embeddings": 64, "tie_word_embeddings": true}
            """)!,
        Vocabulary = 320,
        Training = new TrainingOptions { Steps = steps, BatchSize = 4, LearningRate = 0.01, CheckpointEvery = 15, ValidateEvery = 20 },
    };

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private TrainingResult Train(string name, TrainingRecipe recipe, IProgress<TrainingProgress>? progress = null, CancellationToken? stop = null) =>
        ModelTrainer.TrainNew(recipe, Texts, Validation, In(name), name, progress, cancellationToken: stop ?? Stop);

    /// <summary>About 500 characters of simple sentences.</summary>
    private static string Text(int seed)
    {
        var random = new Random(seed);
        string[] who = ["The cat", "A small dog", "My old friend", "The captain"], does = ["saw", "followed", "sang to", "drew"], what = ["the moon", "a red ball", "seven birds", "the long river"];
        var text = new StringBuilder();
        while (text.Length < 500) text.Append(who[random.Next(4)]).Append(' ').Append(does[random.Next(4)]).Append(' ').Append(what[random.Next(4)]).Append(". ");
        return text.ToString();
    }

    private sealed class Canceller(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => stop.Cancel();
    }
}
