using Loci.Evaluation.Methods;
using Loci.Selection;

namespace Loci.Tests.Evaluation.Methods;

public sealed class EvaluationMethodTests
{
    [Theory]
    [InlineData("base", MethodKind.Base, "", false, null)]
    [InlineData("nn-f", MethodKind.Steps, "nn-f", false, null)]
    [InlineData("sift-adaptive", MethodKind.Steps, "sift", true, null)]
    [InlineData("sift@lora", MethodKind.Steps, "sift", false, "lora")]
    [InlineData("sift-adaptive@head", MethodKind.Steps, "sift", true, "head")]
    [InlineData("in-context", MethodKind.InContext, "sift", false, null)]
    [InlineData("in-context:nn", MethodKind.InContext, "nn", false, null)]
    public void A_name_says_what_is_done(string name, MethodKind kind, string rule, bool adaptive, string? tuning) =>
        Assert.Equal(new EvaluationMethod(name, kind, rule, adaptive, tuning), EvaluationMethod.Parse(name));

    [Theory]
    [InlineData("sift+prompt", "sift", false, null)]
    [InlineData("nn-adaptive+prompt@lora", "nn", true, "lora")]
    [InlineData("prompt", "", false, null)]
    [InlineData("prompt@full", "", false, "full")]
    public void The_query_is_learnt_where_the_name_says_so(string name, string rule, bool adaptive, string? tuning) =>
        Assert.Equal(new EvaluationMethod(name, MethodKind.Steps, rule, adaptive, tuning, Prompt: true), EvaluationMethod.Parse(name));

    [Fact]
    public void Every_selection_rule_is_a_method() =>
        Assert.All(Selectors.Names, name => Assert.Equal(name, EvaluationMethod.Parse(name).Rule));

    [Theory]
    [InlineData("best")]
    [InlineData("sift@")]
    [InlineData("in-context:best")]
    [InlineData("base@lora")]
    [InlineData("base+prompt")]
    [InlineData("in-context+prompt")]
    [InlineData("+prompt")]
    [InlineData("")]
    public void What_no_method_is_called_is_refused(string name) => Assert.Throws<InvalidInputException>(() => EvaluationMethod.Parse(name));
}
