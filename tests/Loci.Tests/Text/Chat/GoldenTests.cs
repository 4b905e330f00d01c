using Loci.Text.Chat;

namespace Loci.Tests.Text.Chat;

/// <summary>Each family's text, written by hand from what its makers published.</summary>
public sealed class GoldenTests
{
    private static readonly ChatMessage System = new(ChatRole.System, "Be brief.");
    private static readonly ChatMessage[] Turns = [new(ChatRole.User, " Hi \n"), new(ChatRole.Assistant, " Hello "), new(ChatRole.User, "Bye")];

    public static TheoryData<string, string, string, string, string> Goldens() => new()
    {
        {
            PublishedTemplates.Llama3, "<|begin_of_text|>", "<|eot_id|>",
            "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
        },
        {
            PublishedTemplates.Llama32, "<|begin_of_text|>", "<|eot_id|>",
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
        },
        {
            PublishedTemplates.ChatMl, "", "<|im_end|>",
            "<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n Hello <|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n",
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n"
        },
        {
            PublishedTemplates.ChatMlAsText, "", "<|im_end|>",
            "<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n Hello <|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n",
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n"
        },
        {
            PublishedTemplates.Qwen25, "", "<|im_end|>",
            "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n Hello <|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n",
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n"
        },
        {
            PublishedTemplates.Qwen3, "", "<|im_end|>",
            "<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n Hello <|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n",
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n"
        },
        {
            PublishedTemplates.Phi3, "<s>", "<|endoftext|>",
            "<|user|>\n Hi \n<|end|>\n<|assistant|>\n Hello <|end|>\n<|user|>\nBye<|end|>\n<|assistant|>\n",
            "<|system|>\nBe brief.<|end|>\n<|user|>\n Hi \n<|end|>\n<|assistant|>\n"
        },
        {
            PublishedTemplates.Phi3First, "<s>", "<|endoftext|>",
            "<s><|user|>\n Hi \n<|end|>\n<|assistant|>\n Hello <|end|>\n<|user|>\nBye<|end|>\n<|assistant|>\n",
            "<s><|user|>\nBe brief.\n\n Hi \n<|end|>\n<|assistant|>\n"
        },
        {
            PublishedTemplates.Gemma2, "<bos>", "<eos>",
            "<bos><start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\nHello<end_of_turn>\n<start_of_turn>user\nBye<end_of_turn>\n<start_of_turn>model\n",
            "<bos><start_of_turn>user\nBe brief.\n\nHi<end_of_turn>\n<start_of_turn>model\n"
        },
        {
            PublishedTemplates.Gemma3, "<bos>", "<eos>",
            "<bos><start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\nHello<end_of_turn>\n<start_of_turn>user\nBye<end_of_turn>\n<start_of_turn>model\n",
            "<bos><start_of_turn>user\nBe brief.\n\nHi<end_of_turn>\n<start_of_turn>model\n"
        },
        { PublishedTemplates.MistralV1, "<s>", "</s>", "<s> [INST]  Hi \n [/INST]  Hello </s> [INST] Bye [/INST]", "<s> [INST] Be brief.\n\n Hi \n [/INST]" },
        { PublishedTemplates.MistralV3, "<s>", "</s>", "<s>[INST]  Hi \n[/INST] Hello</s>[INST] Bye[/INST]", "<s>[INST] Be brief.\n\n Hi \n[/INST]" },
        { PublishedTemplates.MistralTekken, "<s>", "</s>", "<s>[INST] Hi \n[/INST] Hello </s>[INST]Bye[/INST]", "<s>[INST]Be brief.\n\n Hi \n[/INST]" },
        { PublishedTemplates.MistralFirst, "<s>", "</s>", "<s>[INST]  Hi \n [/INST] Hello </s> [INST] Bye [/INST]", "<s>[INST] Be brief.\n\n Hi \n [/INST]" },
    };

    [Theory, MemberData(nameof(Goldens))]
    public void Turns_and_system_prompt_are_written_as_published(string template, string beginning, string end, string turns, string system)
    {
        var found = ChatTemplates.Recognise(template, beginning, end);
        Assert.Equal(turns, found.Render(Turns));
        Assert.Equal(system, found.Render([System, Turns[0]]));
        Assert.Contains(end, found.StopTokens);
    }

    [Fact]
    public void Without_a_generation_prompt_the_text_ends_with_the_last_turn()
    {
        Assert.EndsWith("Bye<|im_end|>\n", ChatTemplates.Recognise(PublishedTemplates.ChatMl, "", "").Render(Turns, addGenerationPrompt: false), StringComparison.Ordinal);
        Assert.EndsWith("Bye<|eot_id|>", ChatTemplates.Recognise(PublishedTemplates.Llama3, "", "").Render(Turns, addGenerationPrompt: false), StringComparison.Ordinal);
        Assert.EndsWith("Bye<|end|>\n<|endoftext|>", ChatTemplates.Recognise(PublishedTemplates.Phi3, "", "<|endoftext|>").Render(Turns, addGenerationPrompt: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PublishedTemplates.MistralV1, "<s> [INST] Be brief.\n\nA [/INST] B</s> [INST] C [/INST]")]
    [InlineData(PublishedTemplates.MistralV3, "<s>[INST] A[/INST] B</s>[INST] Be brief.\n\nC[/INST]")]
    [InlineData(PublishedTemplates.MistralTekken, "<s>[INST]A[/INST]B</s>[INST]Be brief.\n\nC[/INST]")]
    public void Mistral_s_versions_put_the_system_prompt_before_the_first_or_the_last_question(string template, string expected) =>
        Assert.Equal(expected, ChatTemplates.Recognise(template, "<s>", "</s>").Render([System, new(ChatRole.User, "A"), new(ChatRole.Assistant, "B"), new(ChatRole.User, "C")]));

    [Fact]
    public void A_template_that_asks_for_the_date_gets_the_one_given()
    {
        ChatMessage[] hi = [new(ChatRole.User, "Hi")];
        Assert.Contains("Today Date: 03 Feb 2026\n\n", ChatTemplates.Recognise(PublishedTemplates.Llama32, "", "", new DateOnly(2026, 2, 3)).Render(hi), StringComparison.Ordinal);
        var fixedDate = PublishedTemplates.Llama32.Replace("strftime_now(\"%d %b %Y\")", "\"26 Jul 2024\"", StringComparison.Ordinal);
        Assert.Contains("Today Date: 26 Jul 2024\n\n", ChatTemplates.Recognise(fixedDate, "", "", new DateOnly(2026, 2, 3)).Render(hi), StringComparison.Ordinal);
    }

    [Fact]
    public void Qwen3_drops_thoughts_of_answered_questions_and_keeps_those_of_the_last_answer()
    {
        var template = ChatTemplates.Recognise(PublishedTemplates.Qwen3, "", "<|im_end|>");
        ChatMessage question = new(ChatRole.User, "Q"), answer = new(ChatRole.Assistant, "<think>\nHm.\n</think>\n\nA");
        Assert.Equal("<|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\nA<|im_end|>\n<|im_start|>user\nQ<|im_end|>\n", template.Render([question, answer, question], false));
        Assert.Equal("<|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\n<think>\nHm.\n</think>\n\nA<|im_end|>\n", template.Render([question, answer], false));
        Assert.Equal("<|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\nA<|im_end|>\n", template.Render([question, new(ChatRole.Assistant, "A")], false));
    }
}
