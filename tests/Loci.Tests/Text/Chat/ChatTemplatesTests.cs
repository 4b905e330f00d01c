using System.Text.Json;
using CsCheck;
using Loci.Text.Chat;

namespace Loci.Tests.Text.Chat;

public sealed class ChatTemplatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loci-chat-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_base_model_has_none()
    {
        Assert.Null(ChatTemplates.Find(_folder.FullName));
        Configure(new { bos_token = "<s>", eos_token = "<|im_end|>", chat_template = (string?)null });
        Assert.Null(ChatTemplates.Find(_folder.FullName));
    }

    [Theory]
    [InlineData(PublishedTemplates.Llama3, "Llama 3")]
    [InlineData(PublishedTemplates.Llama32, "Llama 3.1")]
    [InlineData(PublishedTemplates.Qwen3, "ChatML")]
    [InlineData(PublishedTemplates.Phi3First, "Phi-3")]
    [InlineData(PublishedTemplates.Gemma3, "Gemma")]
    [InlineData(PublishedTemplates.MistralTekken, "Mistral")]
    public void The_tokenizer_s_configuration_names_it(string template, string name)
    {
        Configure(new { bos_token = new { content = "<s>" }, eos_token = "</s>", chat_template = template });
        Assert.Equal(name, ChatTemplates.Find(_folder.FullName)!.Name);
    }

    [Fact]
    public void Of_several_the_default_is_taken()
    {
        Configure(new { chat_template = new[] { new { name = "tool_use", template = "{{ x }}" }, new { name = "default", template = PublishedTemplates.ChatMl } } });
        Assert.Equal("ChatML", ChatTemplates.Find(_folder.FullName)!.Name);
        Configure(new { chat_template = new[] { new { name = "tool_use", template = "{{ x }}" } } });
        Refused("'default'", "'tool_use'");
    }

    [Fact]
    public void A_file_of_its_own_comes_first()
    {
        Configure(new { chat_template = PublishedTemplates.ChatMl, bos_token = "<bos>" });
        Write("chat_template.jinja", PublishedTemplates.Gemma3 + "\n");
        Assert.Equal("<bos><start_of_turn>user\nx<end_of_turn>\n", ChatTemplates.Find(_folder.FullName)!.Render([new(ChatRole.User, "x")], addGenerationPrompt: false));
    }

    [Theory]
    [InlineData("{% for m in messages %}{{ '<|im_start|>' + m.role + '<|im_sep|>' + m.content + '<|im_end|>' }}{% endfor %}", "<|im_sep|>")]
    [InlineData("{% for message in messages %}{{ '<|im_start|>' + message.role + ' ' + message.content + '<|im_end|>\\n' }}{% endfor %}{{ '<|im_start|>assistant\\n' }}", "<|im_start|>")]
    [InlineData("{{ bos_token }}{{ '[INST] <<SYS>>' + message.content + '[/INST]' }}{{ message.content + eos_token }}", "<<SYS>>")]
    [InlineData("{% for message in messages %}{{ message.role + ': ' + message.content }}{% endfor %}", "without special tokens")]
    [InlineData("{% for message in messages %}{{ message.content ", "cut off")]
    [InlineData("{# never ends", "cut off")]
    [InlineData("", "without special tokens")]
    public void Another_family_s_template_is_refused_with_what_was_found(string template, string found)
    {
        Configure(new { chat_template = template, bos_token = "<s>", eos_token = "</s>" });
        Refused("tokenizer_config.json", found);
    }

    /// <summary>Changes that a look at the special tokens alone would pass over.</summary>
    [Theory]
    [InlineData(PublishedTemplates.ChatMl, "'\\n' ~ message.content", "'\\n' ~ message.content|trim|upper")]
    [InlineData(PublishedTemplates.ChatMl, "{% endfor %}", "{% endfor %}{% set default_system = 'Be good.' %}")]
    [InlineData(PublishedTemplates.ChatMl, "{% endfor %}", "{% endfor %}\n\n")]
    [InlineData(PublishedTemplates.Qwen3, "loop.last or (not loop.last and reasoning_content)", "reasoning_content")]
    [InlineData(PublishedTemplates.Gemma2, " | trim", "")]
    [InlineData(PublishedTemplates.Llama32, "December 2023", "June 2024")]
    [InlineData(PublishedTemplates.MistralV3, "loop.last and", "loop.index == 3 and")]
    [InlineData(PublishedTemplates.MistralFirst, "'[INST] '", "bos_token + '[INST] '")]
    [InlineData(PublishedTemplates.Llama3, "bos_token + content", "'<|begin_of_text|>' + content")]
    [InlineData(PublishedTemplates.Phi3, "'<|assistant|>\\n' }}{% else %}", "'<|assistant|>' }}{% else %}")]
    public void A_template_that_writes_something_else_is_refused(string template, string what, string by)
    {
        var changed = template.Replace(what, by, StringComparison.Ordinal);
        Assert.NotEqual(template, changed);
        Assert.Throws<InvalidInputException>(() => ChatTemplates.Recognise(changed, "<s>", "</s>"));
    }

    /// <summary>Templates come from strangers: whatever they hold, the answer is a template or a refusal.</summary>
    [Fact]
    public void A_damaged_template_is_read_or_refused()
    {
        string[] all = [PublishedTemplates.Llama32, PublishedTemplates.Qwen3, PublishedTemplates.Phi3, PublishedTemplates.Gemma3, PublishedTemplates.MistralV3];
        var noise = Gen.OneOf("", "{{", "}}", "{%", "%}", "{#", "#}", "-", "'", "\"", "\\", "(", "]", "\n", "set x = ", "\uD800");
        Gen.Select(Gen.Int[0, all.Length - 1], Gen.Double[0, 1], Gen.Int[0, 40], noise).Sample((which, where, cut, put) =>
        {
            var at = (int)(where * all[which].Length);
            var damaged = all[which][..at] + put + all[which][Math.Min(all[which].Length, at + cut)..];
            if (Record.Exception(() => ChatTemplates.Recognise(damaged, "<s>", "</s>")) is { } error) Assert.IsType<InvalidInputException>(error);
        }, iter: 3000);
    }

    [Fact]
    public void A_default_system_prompt_is_the_checkpoint_s_own()
    {
        var template = PublishedTemplates.Llama3.Replace("{%- for m in", "{{- '<|start_header_id|>system<|end_header_id|>\\n\\nYou are a fox.<|eot_id|>' }}{%- for m in", StringComparison.Ordinal);
        Assert.StartsWith("<|start_header_id|>system<|end_header_id|>\n\nYou are a fox.<|eot_id|>", ChatTemplates.Recognise(template, "", "").Render([new(ChatRole.User, "x")]), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_by_name()
    {
        Write("tokenizer_config.json", "{ \"chat_template\": 3 }");
        Refused("tokenizer_config.json", "chat_template");
        Write("tokenizer_config.json", "{");
        Refused("tokenizer_config.json");
    }

    private void Refused(params string[] words)
    {
        var error = Assert.Throws<InvalidInputException>(() => ChatTemplates.Find(_folder.FullName));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private void Configure(object configuration) => Write("tokenizer_config.json", JsonSerializer.Serialize(configuration));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
