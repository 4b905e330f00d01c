using System.Text;
using System.Text.Json;

namespace Loci.Fuzzing.Mutation;

/// <summary>
/// Damage that keeps JSON JSON: a value is replaced, taken out, doubled, put twice under one name, or wrapped. Works on the text between tokens, so
/// that numbers beyond every type, lone surrogates and duplicate names come out as they were meant.
/// </summary>
internal static class JsonMutation
{
    /// <summary>A damaged copy; text that is not JSON is damaged as bytes.</summary>
    public static byte[] Apply(Random random, byte[] json, byte[] other)
    {
        for (int i = 1 << random.Next(3); i > 0; i--)
        {
            if (Values(json) is not { Count: > 0 } values)
            {
                return ByteMutation.Apply(random, json, other);
            }

            json = One(random, json, Choose(random, values));
        }

        return json;
    }

    private static byte[] One(Random random, byte[] json, JsonSpan value)
    {
        byte[] before = json[..value.Start], itself = json[value.Start..value.End], after = json[value.End..];
        return random.Next(11) switch
        {
            < 6 => [.. before, .. Utf8(Replacement(random, value, itself)), .. after],
            10 when value.Name is not null => [.. json[..value.Whole], .. Utf8($"{Boundary.Text(random)}:"), .. itself, .. after],
            6 => [.. json[..value.Whole], .. Utf8(value.Name is null ? "" : $"{value.Name}:null,"), .. json[value.Whole..]],
            7 => Without(json, value),
            8 when value.Name is not null => [.. before, .. itself, .. Utf8($",{value.Name}:{Boundary.Value(random)}"), .. after],
            8 => [.. before, .. Repeated(itself, 1 << random.Next(1, 8)), .. after],
            _ => [.. before, .. "["u8, .. itself, .. "]"u8, .. after],
        };
    }

    private static string Replacement(Random random, JsonSpan value, byte[] itself) =>
        value.Name is "\"Regex\"" ? Boundary.Pattern(random)
        : itself.Length > 0 && (char.IsAsciiDigit((char)itself[0]) || itself[0] == '-') && random.Next(3) > 0 ? Boundary.Number(random) : Boundary.Value(random);

    private static byte[] Without(byte[] json, JsonSpan value)
    {
        int end = value.End;
        while (end < json.Length && json[end] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            end++;
        }

        return [.. json[..value.Whole], .. json[(end < json.Length && json[end] == ',' ? end + 1 : value.End)..]];
    }

    private static byte[] Repeated(byte[] value, int count)
    {
        count = Math.Clamp((1 << 16) / Math.Max(1, value.Length), 1, count);
        return [.. Enumerable.Range(0, count).SelectMany(i => i == 0 ? value : [(byte)',', .. value])];
    }

    /// <summary>Chooses by walking down from the root, so that the thousand entries of a vocabulary do not hide the settings beside it.</summary>
    private static JsonSpan Choose(Random random, List<JsonSpan> values)
    {
        int at = 0;
        while (values[at].Children is { Count: > 0 } children && (at == 0 || random.Next(4) > 0))
        {
            at = children[random.Next(children.Count)];
        }

        return values[at];
    }

    /// <summary>Every value of the text with its place, the root first; null where the text is not JSON.</summary>
    private static List<JsonSpan>? Values(byte[] json)
    {
        var values = new List<JsonSpan>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1 << 20 });
        (string? name, int nameAt) = (null, 0);
        try
        {
            while (reader.Read())
            {
                (int start, int end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        (name, nameAt) = (Encoding.UTF8.GetString(json, start, reader.ValueSpan.Length + 2), start);
                        break;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        values[open.Pop()].End = end;
                        break;
                    default:
                        var value = new JsonSpan { Start = start, End = end, Whole = name is null ? start : nameAt, Name = name };
                        if (open.TryPeek(out int parent))
                        {
                            (values[parent].Children ??= []).Add(values.Count);
                        }

                        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                        {
                            open.Push(values.Count);
                        }

                        values.Add(value);
                        name = null;
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return values;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
