using Loci.Text.Chat;

namespace Loci.Tests.Text.Chat;

public sealed class ConversationTests
{
    private static readonly ChatTemplate ChatMl = ChatTemplates.Recognise(PublishedTemplates.ChatMl, "", "");
    private static readonly ChatTemplate Gemma = ChatTemplates.Recognise(PublishedTemplates.Gemma2, "<bos>", "");
    private static readonly ChatMessage User = new(ChatRole.User, "x");
    private static readonly ChatMessage Assistant = new(ChatRole.Assistant, "y");
    private static readonly ChatMessage System = new(ChatRole.System, "z");

    [Fact]
    public void What_is_no_conversation_is_refused_in_words()
    {
        Refused(ChatMl, [], "at least one message");
        Refused(ChatMl, [System], "at least one message");
        Refused(ChatMl, [Assistant], "the user to speak first");
        Refused(ChatMl, [System, Assistant, User], "the user to speak first");
        Refused(ChatMl, [User, System], "message 2", "first message");
        Refused(ChatMl, [System, System, User], "message 2", "first message");
        Refused(ChatMl, [User with { Role = (ChatRole)7 }], "message 1", "found 7");
        Refused(ChatMl, [User, new(ChatRole.Assistant, null!)], "message 2");
        Refused(ChatMl, [User, null!], "message 2");
        Refused(Gemma, [System, User, User], "message 3", "in turn");
    }

    [Theory]
    [InlineData(0xD83D, "")]
    [InlineData(0xDE00, "c")]
    public void Half_a_character_is_refused(int half, string rest) => Refused(ChatMl, [User with { Content = "ab" + (char)half + rest }], "message 1", "character 2");

    [Fact]
    public void Turns_need_not_alternate_where_the_template_does_not_ask_for_it() =>
        Assert.Equal("<|im_start|>user\nx<|im_end|>\n<|im_start|>user\nx<|im_end|>\n", ChatMl.Render([User, User], addGenerationPrompt: false));

    [Fact]
    public void Roles_have_names()
    {
        Assert.Equal([System, User, Assistant], [ChatMessage.Of("system", "z"), ChatMessage.Of("user", "x"), ChatMessage.Of("assistant", "y")]);
        Assert.Contains("'tool'", Assert.Throws<InvalidInputException>(() => ChatMessage.Of("tool", "x")).Message, StringComparison.Ordinal);
    }

    private static void Refused(ChatTemplate template, ChatMessage[] messages, params string[] words)
    {
        var error = Assert.Throws<InvalidInputException>(() => template.Render(messages));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
