using System.Text;
using Loci.Text.Vocabularies;

namespace Loci.Text.Decoders;

/// <summary>
/// Turns runs of byte tokens into the text they encode. A run that is not UTF-8 becomes one U+FFFD for each of its bytes.
/// </summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        var run = new List<byte>();
        foreach (string token in tokens)
        {
            if (ByteTokens.ByteOf(token) is { } value)
            {
                run.Add(value);
                continue;
            }

            Flush(run, decoded);
            decoded.Add(token);
        }

        Flush(run, decoded);
        return decoded;
    }

    private static void Flush(List<byte> run, List<string> decoded)
    {
        if (run.Count == 0)
        {
            return;
        }

        try
        {
            decoded.Add(_strict.GetString([.. run]));
        }
        catch (DecoderFallbackException)
        {
            decoded.Add(new string('\uFFFD', run.Count));
        }

        run.Clear();
    }
}
