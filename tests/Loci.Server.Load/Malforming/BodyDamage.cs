using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Loci.Server.Load.Malforming;

/// <summary>Bodies that are damaged at random: bytes, whole values, or pieces put together without sense. The same seed gives the same bodies.</summary>
internal static class BodyDamage
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e308", "-1e-400", "999999999999999999999", "1.5", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "[[]]", "[null]", "[[1,2],[3]]", "{}",
        "{\"a\":{\"a\":{\"a\":1}}}", "[0,1,2]", "\"../../etc/passwd\"", "{\"text\":1}",
    ];

    private static readonly string[] Names =
    [
        "model", "prompt", "messages", "max_tokens", "temperature", "top_p", "n", "stop", "stream", "stream_options", "logprobs", "echo", "tuning", "input", "encoding_format", "documents", "query",
        "count", "vectors", "targets", "ids", "sources", "meta", "tokens", "seed", "tools", "response_format", "method", "lambda", "candidates",
    ];

    /// <summary>A body for an address.</summary>
    public static byte[] Next(Random random, string path)
    {
        var sound = Encoding.UTF8.GetBytes(Sound(path));
        return random.Next(4) switch
        {
            0 => Flip(random, sound),
            1 => sound[..random.Next(sound.Length)],
            2 => Encoding.UTF8.GetBytes(Replaced(random, Sound(path))),
            _ => Encoding.UTF8.GetBytes(Nonsense(random)),
        };
    }

    private static string Sound(string path) => path switch
    {
        "/v1/chat/completions" => """{"model":"loci-small","messages":[{"role":"user","content":"x"}],"max_tokens":1,"tuning":{"count":1,"query":"prompt"}}""",
        "/v1/completions" => """{"model":"loci-small","prompt":[5,6],"max_tokens":1,"echo":true,"logprobs":1}""",
        "/v1/embeddings" => """{"model":"loci-small","input":["a","b"],"encoding_format":"float"}""",
        "/v1/select" => """{"vectors":[[1,0],[0,1]],"targets":[[1,1]],"count":1,"lambda":0.5}""",
        "/v1/memory/documents" => """{"documents":[{"source":"","text":"x","meta":{"a":"b"}}]}""",
        "/v1/memory/forget" => """{"ids":[-5],"sources":["no such source"]}""",
        "/v1/memory/search" => """{"query":"pump","count":2}""",
        "/tokenize" => """{"prompt":"pump"}""",
        _ => """{"tokens":[1,2,3]}""",
    };

    private static byte[] Flip(Random random, byte[] sound)
    {
        byte[] damaged = [.. sound];
        for (var i = random.Next(1, 5); i > 0; i--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return damaged;
    }

    /// <summary>A sound body with one value exchanged; a source stays empty, so that nothing is ever remembered.</summary>
    private static string Replaced(Random random, string sound)
    {
        var body = JsonNode.Parse(sound)!.AsObject();
        var name = body.Select(entry => entry.Key).ElementAt(random.Next(body.Count));
        body[name] = "VALUE";
        return body.ToJsonString().Replace("\"VALUE\"", Values[random.Next(Values.Length)], StringComparison.Ordinal);
    }

    private static string Nonsense(Random random)
    {
        var fields = Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]}");
        return random.Next(8) switch
        {
            0 => string.Concat(Enumerable.Repeat("[", random.Next(1, 200))),
            1 => random.Next().ToString(CultureInfo.InvariantCulture),
            2 => "",
            _ => $"{{{string.Join(',', fields)}}}",
        };
    }
}
