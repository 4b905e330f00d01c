using System.Text;
using Loci.Fuzzing.Mutation;
using Loci.Text;

namespace Loci.Fuzzing.Targets;

/// <summary>Files of tokenizers: they are loaded, and texts go there and back.</summary>
internal static class TokenizerTargets
{
    private const string Fast = "tokenizer.json", Configuration = "tokenizer_config.json";

    /// <summary>Texts that tokenizers find hard: long runs, every script, white space, things that look like special tokens, lone surrogates.</summary>
    private static readonly string[] Texts =
    [
        "", "a", "Hello, world! It's 2024; don't panic.", "é e\u0301 ﬁ Ａ 日本語 한국어 \ud83d\ude00\ud83d\udc69\u200d\ud83d\ude80 مرحبا \u0f40\u0f71", "\ud800 \udc00", "<s></s><|endoftext|>[CLS] [MASK]<0x0A>\u2581##a",
        new string('a', 3000) + "!", new string(' ', 2000) + "x", string.Concat(Enumerable.Repeat("ab1 \n", 400)), new string('\n', 500), new string('\u0301', 500), string.Concat(Enumerable.Repeat("\ud83d\ude00", 300)),
    ];

    /// <summary>tokenizer.json of every kind.</summary>
    public static FuzzTarget OfTokenizers(string fixtures) => Target("tokenizer", 6,
        [.. Small.Select(json => Json(Fast, Encoding.UTF8.GetBytes(json))), .. Fixtures(fixtures, Fast), .. Fixtures(fixtures, "tokenizer.legacy.json").Select(seed => seed with { Name = Fast })]);

    /// <summary>tokenizer_config.json beside a whole tokenizer.json.</summary>
    public static FuzzTarget OfConfigurations(string fixtures) => Target("tokenizer_config", 1,
        [.. Fixtures(fixtures, Configuration), Beside(Fast, Encoding.UTF8.GetBytes(Small[0]))]);

    /// <summary>GPT-2's vocab.json and merges.txt.</summary>
    public static FuzzTarget OfPairs(string fixtures)
    {
        string folder = Path.Combine(fixtures, "tokenizers", "gpt2_bpe");
        return Target("tokenizer_pair", 1,
            [Json("vocab.json", File.ReadAllBytes(Path.Combine(folder, "vocab.json"))), new SeedFile("merges.txt", FileFormat.Bytes, File.ReadAllBytes(Path.Combine(folder, "merges.txt")))]);
    }

    /// <summary>A tokenizer with every part that readers know, small enough that damage meets each of them.</summary>
    public static IReadOnlyList<string> Small { get; } =
    [
        """
        {"added_tokens":[{"id":0,"content":"<s>","special":true,"lstrip":false,"rstrip":true,"single_word":false,"normalized":false},{"id":1,"content":"</s>","special":true,"lstrip":true},{"id":9,"content":"ab","special":false,"single_word":true,"normalized":true}],
         "normalizer":{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Lowercase"},{"type":"Replace","pattern":{"Regex":" {2,}"},"content":"\u2581"},{"type":"Replace","pattern":{"String":" "},"content":"\u2581"},{"type":"Prepend","prepend":"\u2581"},{"type":"Strip","strip_left":false,"strip_right":true},{"type":"StripAccents"}]},
         "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{L}+|\\s+(?!\\S)|."},"behavior":"Isolated","invert":false},{"type":"Digits","individual_digits":true},{"type":"Punctuation","behavior":"MergedWithPrevious"},{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"first","split":true}]},
         "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],"special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]},"</s>":{"id":"</s>","ids":[1],"tokens":["</s>"]}}},
         "decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"\u2581"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]},
         "model":{"type":"BPE","dropout":null,"unk_token":"<unk>","continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":true,"byte_fallback":true,"ignore_merges":false,"vocab":{"<s>":0,"</s>":1,"<unk>":2,"a":3,"b":4,"aa":5,"\u2581":6,"aaaa":7,"<0x0A>":8},"merges":["a a",["aa","aa"]]}}
        """,
        """
        {"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},
         "post_processor":{"type":"BertProcessing","sep":["[SEP]",2],"cls":["[CLS]",1]},"decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
         "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"a":3,"##a":4,"##aa":5,"b":6,".":7}}}
        """,
        """
        {"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"NFD"},{"type":"NFKD"}]},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"CharDelimiterSplit","delimiter":"x"},{"type":"Whitespace"},{"type":"Metaspace","replacement":"\u2581","add_prefix_space":true}]},
         "post_processor":{"type":"Sequence","processors":[{"type":"ByteLevel"},{"type":"RobertaProcessing","sep":["</s>",1],"cls":["<s>",0]}]},"decoder":{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always"},
         "model":{"type":"Unigram","unk_id":2,"byte_fallback":false,"vocab":[["<s>",0],["</s>",0],["<unk>",0],["a",-1.5],["aa",-2],["\u2581",-3],["\u2581a",-2.5],["aaaaaaaa",-9.25]]}}
        """,
        """
        {"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":true,"use_regex":true},"decoder":{"type":"BPEDecoder","suffix":"</w>"},
         "model":{"type":"BPE","unk_token":"?","continuing_subword_prefix":"##","end_of_word_suffix":"</w>","vocab":{"?":0,"a":1,"##a":2,"##a</w>":3,"aa":4},"merges":["a ##a"]}}
        """,
    ];

    private static FuzzTarget Target(string kind, int share, IReadOnlyList<SeedFile> seeds) => new(kind, seeds, folder => Use(TokenizerLoader.Load(folder))) { Factor = 256, Room = 64 << 20, Share = share };

    private static void Use(Tokenizer tokenizer)
    {
        foreach (string text in Texts)
        {
            int[] ids = tokenizer.Encode(text, addSpecialTokens: true);
            if (Array.Exists(ids, id => id < 0 || id >= tokenizer.VocabularySize))
            {
                throw new InvalidOperationException("An id is outside the vocabulary.");
            }

            _ = tokenizer.Decode(ids);
            _ = tokenizer.Decode(ids, skipSpecialTokens: true);
        }
    }

    private static IEnumerable<SeedFile> Fixtures(string fixtures, string name) =>
        Directory.GetDirectories(Path.Combine(fixtures, "tokenizers")).Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, name)).Where(File.Exists).Select(file => Json(name, File.ReadAllBytes(file)));

    private static SeedFile Json(string name, byte[] content) => new(name, FileFormat.Json, content);

    private static SeedFile Beside(string name, byte[] content) => new(name, FileFormat.Json, content) { Damaged = false };
}
