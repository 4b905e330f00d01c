using Loci.Torch.Training;

namespace Loci.Torch.Tests.Training;

public sealed class TrainingRecipeTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_recipe_is_read_and_says_itself_again()
    {
        var recipe = Read("""{"model": {"model_type": "llama"}, "vocabulary": 300, /* comment */ "training": {"batch_size": 3, "learning_rate": 0.5}}""");
        Assert.Equal((300, 3, 0.5), (recipe.Vocabulary, recipe.Training.BatchSize, recipe.Training.LearningRate));
        Assert.Equal("llama", recipe.Model["model_type"]!.GetValue<string>());
        Assert.Equal(new TrainingOptions().WeightDecay, recipe.Training.WeightDecay);
        Assert.Equal(recipe.ToString(), Read(recipe.ToString()).ToString());
    }

    [Theory]
    [InlineData("""{"model": {}, "vocabulry": 300}""", "vocabulry")]
    [InlineData("""{"model": {}, "training": {"learn_rate": 1}}""", "learn_rate")]
    [InlineData("""{"vocabulary": 300}""", "model")]
    [InlineData("""{"model": {}, "training": null}""", "training")]
    [InlineData("""{"model": {}, "vocabulary": "many"}""", "vocabulary")]
    [InlineData("""{"model": {}""", "recipe")]
    [InlineData("null", "null")]
    [InlineData("[]", "recipe")]
    public void What_is_no_recipe_is_refused(string text, string says)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(text));
        Assert.Contains(says, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(_file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused() => Assert.Throws<InvalidInputException>(() => TrainingRecipe.Read(_file + ".none"));

    private TrainingRecipe Read(string text)
    {
        File.WriteAllText(_file, text);
        return TrainingRecipe.Read(_file);
    }
}
