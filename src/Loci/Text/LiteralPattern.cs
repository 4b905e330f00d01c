using Loci.Text.PreTokenizers;

namespace Loci.Text;

/// <summary>A fixed piece of text to look for, character by character.</summary>
internal sealed class LiteralPattern(string value) : ITextPattern
{
    /// <inheritdoc/>
    public void Cut(string text, List<Stretch> stretches)
    {
        int done = 0;
        while (value.Length > 0 && text.IndexOf(value, done, StringComparison.Ordinal) is >= 0 and var start)
        {
            if (start > done)
            {
                stretches.Add(new Stretch(done, start, Matched: false));
            }

            done = start + value.Length;
            stretches.Add(new Stretch(start, done, Matched: true));
        }

        if (done < text.Length)
        {
            stretches.Add(new Stretch(done, text.Length, Matched: false));
        }
    }

    /// <inheritdoc/>
    public string Replace(string text, string content) => value.Length == 0 ? text : text.Replace(value, content, StringComparison.Ordinal);
}
