namespace Loci.Text.Chat;

/// <summary>Collects the segments of a conversation. Not thread-safe.</summary>
internal sealed class SegmentWriter
{
    private readonly List<TextSegment> _segments = [];

    /// <summary>What was written.</summary>
    public IReadOnlyList<TextSegment> Segments => _segments;

    /// <summary>Writes text of the template.</summary>
    public void Markup(string text) => Add(text, isMarkup: true);

    /// <summary>Writes text of a message.</summary>
    public void Content(string text) => Add(text, isMarkup: false);

    private void Add(string text, bool isMarkup)
    {
        if (text.Length > 0) _segments.Add(new TextSegment(text, isMarkup));
    }
}
