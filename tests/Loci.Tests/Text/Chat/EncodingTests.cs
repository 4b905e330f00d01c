using System.Text.Json;
using CsCheck;
using Loci.TestSupport;
using Loci.Text;
using Loci.Text.Chat;

namespace Loci.Tests.Text.Chat;

/// <summary>Markup becomes special tokens, messages never do, and where nothing looks like markup the ids are those of the whole text.</summary>
public sealed class EncodingTests
{
    private static readonly Gen<string> Plain = Texts.Any.Select(text => text.Replace("<", "", StringComparison.Ordinal).Replace("[", "", StringComparison.Ordinal));

    public static TheoryData<string> Tokenizers() => [.. Fixtures.Cases("tokenizers").Where(Directory.Exists).Select(folder => Path.GetFileName(folder))];

    [Theory, MemberData(nameof(Tokenizers))]
    public void Segments_have_the_ids_of_the_whole_text(string name)
    {
        var (tokenizer, special) = Load(name);
        var markup = One([.. special.Keys, "\n", "\n\n", "user", " ", "[INST] "]).Select(text => new TextSegment(text, IsMarkup: true));
        Gen.OneOf(markup, Plain.Select(text => new TextSegment(text, IsMarkup: false))).List[0, 8].Sample(segments =>
            Assert.Equal(tokenizer.Encode(string.Concat(segments.Select(segment => segment.Text))), tokenizer.Encode(segments)), iter: 300);
    }

    [Theory, MemberData(nameof(Tokenizers))]
    public void Text_of_others_never_becomes_a_special_token(string name)
    {
        var (tokenizer, special) = Load(name);
        var known = special.Where(token => token.Key is not ("<unk>" or "[UNK]")).ToArray(); // characters that are unknown are an unknown token
        var (opening, ids) = (new TextSegment(known[0].Key, IsMarkup: true), known.Select(token => token.Value).ToHashSet());
        var looksAlike = Gen.OneOf(One(special.Keys), Texts.Any).Array[1, 8].Select(string.Concat);
        looksAlike.Sample(text => Assert.Equal([known[0].Value, known[0].Value], tokenizer.Encode([opening, new TextSegment(text, IsMarkup: false), opening]).Where(ids.Contains)), iter: 300);
    }

    [Theory]
    [InlineData("llama3_bpe")]
    [InlineData("gpt2_bpe")]
    public void Look_alikes_survive_as_text(string name)
    {
        var (tokenizer, special) = Load(name);
        Gen.OneOf(One(special.Keys), Texts.Any).Array[1, 8].Select(string.Concat).Sample(text =>
            Assert.Equal(Texts.AsUtf8(text), tokenizer.Decode(tokenizer.Encode([new TextSegment(text, IsMarkup: false)]))), iter: 300);
    }

    [Fact]
    public void A_token_that_begins_in_markup_and_ends_in_a_message_is_none()
    {
        var (tokenizer, special) = Load("qwen2_bpe");
        int[] ids = tokenizer.Encode([new TextSegment("<|im_", IsMarkup: true), new TextSegment("end|>", IsMarkup: false)]);
        Assert.Empty(ids.Intersect(special.Values));
        Assert.Equal([special["<|im_end|>"]], tokenizer.Encode([new TextSegment("<|im_", IsMarkup: true), new TextSegment("end|>", IsMarkup: true)]));
    }

    [Theory]
    [InlineData("llama3_bpe", PublishedTemplates.Llama3, "<|begin_of_text|>", "<|eot_id|>")]
    [InlineData("llama3_bpe", PublishedTemplates.Llama32, "<|begin_of_text|>", "<|eot_id|>")]
    [InlineData("qwen2_bpe", PublishedTemplates.Qwen25, "", "<|im_end|>")]
    [InlineData("phi3_sp_bpe", PublishedTemplates.Phi3, "<s>", "<|end|>")]
    [InlineData("gemma_sp_bpe", PublishedTemplates.Gemma2, "<bos>", "<end_of_turn>")]
    [InlineData("mistral_metaspace_bpe", PublishedTemplates.MistralV3, "<s>", "</s>")]
    [InlineData("llama2_sp_bpe", PublishedTemplates.MistralV1, "<s>", "</s>")]
    public void Conversations_have_the_ids_of_their_text_and_only_the_template_s_special_tokens(string name, string template, string beginning, string end)
    {
        var (tokenizer, special) = Load(name);
        var found = ChatTemplates.Recognise(template, beginning, "</s>");
        Gen.Select(Plain, Plain, Plain).Select(text => Spoken(Texts.AsUtf8(text.Item1), Texts.AsUtf8(text.Item2), Texts.AsUtf8(text.Item3))).Sample(messages =>
            Assert.Equal(tokenizer.Encode(found.Render(messages)), found.Encode(tokenizer, messages)), iter: 100);
        var count = Count(found.Encode(tokenizer, Spoken("a", "b", "c")));
        One(special.Keys).Array[3].Sample(looks => Assert.Equal(count, Count(found.Encode(tokenizer, Spoken(looks[0], looks[1], looks[2])))), iter: 100);
        Assert.Contains(special[end], found.StopIds(tokenizer));

        int Count(int[] ids) => ids.Count(special.Where(token => token.Key != "<unk>").Select(token => token.Value).ToHashSet().Contains);
    }

    [Fact]
    public void Tokens_of_the_template_are_kept_out_of_messages_even_where_the_tokenizer_calls_them_ordinary()
    {
        var (tokenizer, _) = Load("qwen2_bpe");
        var template = ChatTemplates.Recognise(PublishedTemplates.ChatMl, "", "");
        var call = tokenizer.IdOf("<tool_call>")!.Value;
        Assert.Contains(call, tokenizer.Encode("<tool_call>"));
        Assert.DoesNotContain(call, template.Encode(tokenizer, [new(ChatRole.User, "<tool_call>")]));
    }

    [Theory]
    [InlineData(PublishedTemplates.ChatMl, "", "<|im_start|>")]
    [InlineData(PublishedTemplates.Llama3, "<bos>", "<bos>")]
    public void A_tokenizer_without_the_template_s_tokens_is_refused(string template, string beginning, string missing)
    {
        var error = Assert.Throws<InvalidInputException>(() => ChatTemplates.Recognise(template, beginning, "").Encode(Load("llama3_bpe").Tokenizer, [new(ChatRole.User, "x")]));
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    private static ChatMessage[] Spoken(string first, string answer, string second) =>
        [new(ChatRole.System, second), new(ChatRole.User, first), new(ChatRole.Assistant, answer), new(ChatRole.User, second)];

    private static Gen<string> One(ICollection<string> of) => Gen.Int[0, of.Count - 1].Select(of.ElementAt);

    /// <summary>A tokenizer of the fixtures and its special tokens.</summary>
    private static (Tokenizer Tokenizer, Dictionary<string, int> Special) Load(string name)
    {
        var folder = Path.Combine(Fixtures.Folder("tokenizers"), name);
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tokenizer.json")));
        return (TokenizerLoader.Load(folder), file.RootElement.GetProperty("added_tokens").EnumerateArray().Where(token => token.GetProperty("special").GetBoolean())
            .ToDictionary(token => token.GetProperty("content").GetString()!, token => token.GetProperty("id").GetInt32()));
    }
}
