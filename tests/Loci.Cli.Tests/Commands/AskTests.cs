using System.Text.Json;
using Loci.Cli.Tests.Support;

namespace Loci.Cli.Tests.Commands;

public sealed class AskTests : IDisposable
{
    private static readonly string[] Notes = ["The pump in the north hall was repaired on Thursday.", "The pump in the south hall needs oil.", "Kettles whistle when the water boils."];

    private readonly LociProgram _loci = new();

    public void Dispose() => _loci.Dispose();

    [Theory]
    [InlineData("full")]
    [InlineData("lora")]
    [InlineData("head")]
    [InlineData("damped")]
    public async Task An_answer_comes_with_what_was_read_for_it(string tuning)
    {
        await RememberAsync();
        var answer = (await _loci.RunAsync("ask", "The pump in the north hall", "--memory", "m.loci", "--count", "4", "--max-tokens", "8", "--tuning", tuning, "--json")).Json();
        Assert.NotEmpty(answer.GetProperty("answer").GetString()!);
        Assert.NotEmpty(answer.GetProperty("base_answer").GetString()!);
        Assert.Equal(4, answer.GetProperty("steps").GetInt32());
        Assert.True(answer.GetProperty("kept").ValueKind is JsonValueKind.True or JsonValueKind.False);
        var selected = answer.GetProperty("selected").EnumerateArray().ToArray();
        Assert.Equal(4, selected.Length);
        Assert.StartsWith("notes.jsonl#1", Path.GetFileName(selected[0].GetProperty("document").GetString()!), StringComparison.Ordinal);
        Assert.True(selected[^1].GetProperty("uncertainty").GetDouble() < selected[0].GetProperty("uncertainty").GetDouble());
    }

    [Fact]
    public async Task A_long_prompt_is_learnt_too_and_steps_may_be_on_several_chunks()
    {
        await RememberAsync();
        string[] asked = ["ask", string.Concat(Enumerable.Range(1, 12).Select(i => $"On day {i} the pump in the north hall was oiled. ")), "--memory", "m.loci", "--count", "4", "--max-tokens", "1", "--json"];
        async Task<int> Steps(params string[] more) => (await _loci.RunAsync([.. asked, .. more])).Json().GetProperty("steps").GetInt32();
        Assert.Equal(8, await Steps());
        Assert.Equal(4, await Steps("--prompt-steps", "0"));
        Assert.Equal(2 + 1, await Steps("--prompt-steps", "1", "--batch", "2"));
        (await _loci.RunAsync([.. asked, "--prompt-steps", "-1"])).Refused(2, "--prompt-steps", "-1");
        (await _loci.RunAsync([.. asked, "--batch", "0"])).Refused(2, "--batch", "0");
    }

    [Fact]
    public async Task The_same_question_gets_the_same_answer_and_the_guard_can_be_left_out()
    {
        await RememberAsync();
        string[] question = ["ask", "Kettles", "--memory", "m.loci", "--count", "2", "--max-tokens", "6", "--temperature", "0.8", "--seed", "7", "--threads", "1", "--no-guard", "--json"];
        var (first, second) = ((await _loci.RunAsync(question)).Json(), (await _loci.RunAsync(question)).Json());
        Assert.True(first.GetProperty("kept").GetBoolean());
        Assert.Equal(first.GetProperty("answer").GetString(), second.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task How_an_answer_is_drawn_can_be_said()
    {
        await RememberAsync();
        string[] question = ["ask", "The pump in the", "--memory", "m.loci", "--count", "1", "--max-tokens", "12", "--threads", "1", "--json"];
        var free = (await _loci.RunAsync(question)).Json().GetProperty("base_answer").GetString()!;
        var stop = free[4..7];
        Assert.Equal(free[..free.IndexOf(stop, StringComparison.Ordinal)], (await _loci.RunAsync([.. question, "--stop", stop, "--stop", "§"])).Json().GetProperty("base_answer").GetString());
        string[] narrow = [.. question, "--temperature", "2", "--seed", "5"];
        Assert.Equal(free, (await _loci.RunAsync([.. narrow, "--top-k", "1"])).Json().GetProperty("base_answer").GetString()); // one token to draw among
        Assert.Equal(free, (await _loci.RunAsync([.. narrow, "--min-p", "1"])).Json().GetProperty("base_answer").GetString());
        (await _loci.RunAsync([.. question, "--top-p", "0", "--repetition-penalty", "-1"])).Refused(2, "TopP", "RepetitionPenalty");
        var shown = await _loci.RunAsync([.. question[..^1]]); // for people, as it comes
        Assert.Contains("Without the memory: " + free.Trim(), shown.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompts_that_cannot_be_answered_are_refused()
    {
        await RememberAsync();
        (await _loci.RunAsync("ask", string.Concat(Enumerable.Repeat("pump and hall ", 300)), "--memory", "m.loci")).Refused(2, "512 tokens", "context");
        (await _loci.RunWithInputAsync(" \n", "ask", "--memory", "m.loci")).Refused(2, "prompt");
        (await _loci.RunAsync("ask", "x", "--memory", "none.loci")).Refused(2, "none.loci");
    }

    [Fact]
    public async Task A_model_with_a_chat_template_is_asked_through_it()
    {
        await RememberAsync();
        ChatModel("{{ bos_token }}{% for message in messages %}{% if message.role == 'user' %}{{ '[INST] ' + message.content + ' [/INST]' }}{% else %}{{ message.content + eos_token }}{% endif %}{% endfor %}");
        string[] question = ["ask", "The pump", "--memory", "m.loci", "--model", "chatty", "--count", "1", "--max-tokens", "8", "--no-guard", "--json"];
        var chat = (await _loci.RunAsync([.. question, "--system", "Be brief."])).Json();
        var off = (await _loci.RunAsync([.. question, "--chat", "off"])).Json();
        var same = (await _loci.RunAsync([.. question, "--chat", "on"])).Json();
        Assert.Equal(("Mistral", JsonValueKind.Null), (chat.GetProperty("chat_template").GetString(), off.GetProperty("chat_template").ValueKind));
        Assert.Equal(chat.GetProperty("selected").GetRawText(), off.GetProperty("selected").GetRawText()); // the memory is asked the same
        Assert.NotEqual(same.GetProperty("base_answer").GetString(), off.GetProperty("base_answer").GetString());
        Assert.NotEqual(same.GetProperty("base_answer").GetString(), chat.GetProperty("base_answer").GetString());
    }

    [Fact]
    public async Task Chat_options_that_the_model_cannot_answer_are_refused()
    {
        await RememberAsync();
        string[] question = ["ask", "The pump", "--memory", "m.loci"];
        (await _loci.RunAsync([.. question, "--chat", "on"])).Refused(2, "--chat on", "chat template");
        (await _loci.RunAsync([.. question, "--system", "Be brief."])).Refused(2, "--system", "chat template");
        ChatModel("{{ '<|turn|>' + message.content }}");
        (await _loci.RunAsync([.. question, "--model", "chatty"])).Refused(2, "<|turn|>", "--chat off", "tokenizer_config.json");
    }

    /// <summary>A model in the folder chatty with a chat template.</summary>
    private void ChatModel(string template)
    {
        foreach (var file in Directory.GetFiles(TinyModel.Folder)) _loci.Write(Path.Combine("chatty", Path.GetFileName(file)), File.ReadAllBytes(file));
        _loci.Write("chatty/tokenizer_config.json", JsonSerializer.Serialize(new { bos_token = "<s>", eos_token = "</s>", chat_template = template }));
    }

    private async Task RememberAsync()
    {
        _loci.Write("notes.jsonl", string.Concat(Notes.Select(note => JsonSerializer.Serialize(new { text = note }) + "\n")));
        Assert.Equal(3, (await _loci.RunAsync("remember", "notes.jsonl", "--memory", "m.loci", "--json")).Json().GetProperty("documents").GetInt32());
    }
}
