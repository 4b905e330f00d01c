namespace Loci.Fuzzing.Mutation;

/// <summary>Values at the edges of what readers may expect, as JSON writes them.</summary>
internal static class Boundary
{
    private static readonly string[] Numbers =
    [
        "-1", "0", "-0", "1", "2", "3", "7", "8", "127", "128", "255", "256", "1024", "1025", "65535", "65536", "16777215", "16777216", "16777217", "536870912", "1073741824",
        "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296", "4294967328", "9007199254740993", "4611686018427387904", "4611686018427387905",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "1e2", "0.5", "1.5", "1e-300", "5e-324",
        "1e38", "1e300", "1.7976931348623157e308", "1e309", "-1e309", "1e999999999", "99999999999999999999999999999999999999999999",
    ];

    private static readonly string[] Strings =
    [
        "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ud83d\\ude00\"", "\"\\u0301\"", "\"\\uFFFD\"", "\"null\"", "\"-1\"", "\"a\"", "\"##\"", "\"\\n\"",
        "\"../model.safetensors\"", "\"/etc/passwd\"", "\"..\"", "\"model.safetensors\"", "\"F32\"", "\"BF16\"", "\"F16\"", "\"I64\"", "\"BOOL\"", "\"F8_E4M3\"", "\"LORA\"", "\"linear\"",
        "\"llama3\"", "\"longrope\"", "\"yarn\"", "\"silu\"", "\"first\"", "\"full_attention\"", "\"sliding_attention\"", "\"Sequence\"", "\"BPE\"", "\"Unigram\"", "\"WordPiece\"",
        "\"ByteLevel\"", "\"Replace\"", "\"Split\"", "\"Metaspace\"", "\"Isolated\"", "\"Removed\"",
    ];

    // Expressions that backtrack without end, that take room without end, or that cannot be read.
    private static readonly string[] Patterns =
    [
        "\"(a+)+$\"", "\"(a*)*b\"", "\"(a|a)*b\"", "\"(.*)*x\"", "\"(\\\\s+)+$\"", "\"(?:a?){64}a{64}\"", "\"((a{1,100}){1,100}){1,100}b\"", "\"(?:a{2000}){2000}\"", "\"(?=a*)*\"", "\"(a)\\\\1*$\"",
        "\"[\"", "\"(?<\"", "\"\\\\p{Nothing}\"", "\"(?i)\"", "\"|\"", "\"^\"", "\"$\"", "\".\"", "\"\\\\b\"", "\"(?!)\"", "\"a{2147483647}\"", "\"a{2147483648}\"", "\"[\\\\s\\\\S]*[\\\\s\\\\S]*[\\\\s\\\\S]*$\"",
    ];

    private static readonly string[] Others = ["null", "true", "false", "[]", "{}", "[[]]", "[null]", "[{}]", "[-1]", "[0,0]", "[1,2,3]", "[[[],2147483647]]", "{\"type\":\"Sequence\"}", "{\"\":0}", "{\"a\":{\"a\":{}}}"];

    /// <summary>A number.</summary>
    public static string Number(Random random) => Pick(random, Numbers);

    /// <summary>A regular expression that is hard to match or to read.</summary>
    public static string Pattern(Random random) => Pick(random, Patterns);

    /// <summary>Text, also such as a name may be.</summary>
    public static string Text(Random random) => Pick(random, random.Next(4) == 0 ? Patterns : Strings);

    /// <summary>A value of any kind.</summary>
    public static string Value(Random random) => random.Next(12) switch
    {
        < 4 => Number(random),
        < 7 => Pick(random, Strings),
        < 8 => Pick(random, Patterns),
        < 10 => Pick(random, Others),
        10 => Long(random),
        _ => Nested(random),
    };

    /// <summary>Text or a list that is much longer than anything a reader expects.</summary>
    private static string Long(Random random)
    {
        int count = 1 << random.Next(6, 14);
        return random.Next(3) switch
        {
            0 => $"\"{new string(random.Next(2) == 0 ? 'a' : '(', count)}\"",
            1 => $"[{string.Join(',', Enumerable.Repeat(Number(random), count))}]",
            _ => $"[{string.Join(',', Enumerable.Repeat(Pick(random, Others), count))}]",
        };
    }

    private static string Nested(Random random)
    {
        int depth = 1 << random.Next(2, 13);
        (string open, string close) = random.Next(3) switch
        {
            0 => ("[", "]"),
            1 => ("{\"a\":", "}"),
            _ => ("{\"type\":\"Sequence\",\"normalizers\":[", "]}"),
        };
        string inner = open.EndsWith(':') ? "0" : "";
        return string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, random.Next(8) == 0 ? depth / 2 : depth));
    }

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];
}
