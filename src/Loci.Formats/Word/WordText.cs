using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using Loci.Formats.Prose;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Loci.Formats.Word;

/// <summary>The text of a document's body, with all changes accepted and hidden text left out. The rows of a table are lines; a table in a cell is part of its row's.</summary>
internal sealed class WordText(WordStyles styles, CancellationToken cancellation)
{
    private const int BodyText = 9; // the outline level that is none
    private const int DeepestList = 8;

    private static readonly HashSet<Type> Unseen =
    [
        typeof(W.DeletedRun), typeof(W.MoveFromRun), typeof(W.FieldCode), typeof(W.DeletedText), typeof(W.DeletedFieldCode), typeof(AlternateContentFallback),
        typeof(W.ParagraphMarkRunProperties), typeof(W.ParagraphPropertiesChange), typeof(W.SectionProperties),
    ];

    private static readonly Dictionary<Type, Action<WordText, OpenXmlReader>> Starts = new()
    {
        [typeof(W.Text)] = (text, reader) => text.Write(reader.GetText()),
        [typeof(DocumentFormat.OpenXml.Math.Text)] = (text, reader) => text.Write(reader.GetText()),
        [typeof(W.TabChar)] = (text, _) => text.Write("\t"),
        [typeof(W.NoBreakHyphen)] = (text, _) => text.Write("-"),
        [typeof(W.Break)] = (text, _) => text._text.Part(1),
        [typeof(W.CarriageReturn)] = (text, _) => text._text.Part(1),
        [typeof(W.Run)] = (text, _) => text._hidden = false,
        [typeof(W.Vanish)] = (text, reader) => text._hidden = reader.IsOn(),
        [typeof(W.Paragraph)] = (text, _) => (text._paragraph, text._opened, text._hidden) = (new ParagraphStyle(), false, false),
        [typeof(W.ParagraphStyleId)] = (text, reader) => text._paragraph = text._paragraph with { Parent = reader.Value() },
        [typeof(W.OutlineLevel)] = (text, reader) => text._paragraph = text._paragraph with { Outline = reader.Number() },
        [typeof(W.NumberingId)] = (text, reader) => text._paragraph = text._paragraph with { List = reader.Number() },
        [typeof(W.NumberingLevelReference)] = (text, reader) => text._paragraph = text._paragraph with { Level = reader.Number() },
        [typeof(W.Table)] = (text, _) => text.StartTable(),
        [typeof(W.TableRow)] = (text, _) => text.StartRow(),
        [typeof(W.TableCell)] = (text, _) => text.StartCell(),
    };

    private static readonly Dictionary<Type, Action<WordText>> Ends = new()
    {
        [typeof(W.ParagraphProperties)] = text => text.Open(text._styles.Resolve(text._paragraph)),
        [typeof(W.Paragraph)] = text => text._text.Part(1),
        [typeof(W.TableRow)] = text => text.EndRow(),
        [typeof(W.Table)] = text => text.EndTable(),
    };

    private readonly WordStyles _styles = styles;
    private readonly TextBlocks _text = new();
    private readonly Dictionary<(int List, int Level), int> _numbers = [];
    private ParagraphStyle _paragraph = new();
    private int _unseenBelow = int.MaxValue;
    private bool _opened, _hidden, _afterItem, _firstCell;
    private int _tables;

    /// <summary>Reads the main part.</summary>
    public string Read(MainDocumentPart main)
    {
        using var reader = WordPart.Open(main)!;
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (_unseenBelow < int.MaxValue)
            {
                if (reader.IsEndElement && reader.Depth <= _unseenBelow) _unseenBelow = int.MaxValue;
            }
            else if (reader.IsStartElement)
            {
                if (Unseen.Contains(reader.ElementType)) _unseenBelow = reader.Depth;
                else if (Starts.TryGetValue(reader.ElementType, out var start)) start(this, reader);
            }
            else if (reader.IsEndElement && Ends.TryGetValue(reader.ElementType, out var end))
            {
                end(this);
            }
        }
        return _text.ToString();
    }

    private void Write(string text)
    {
        if (_hidden) return;
        if (!_opened) Open(new ParagraphStyle());
        _text.Write(text);
    }

    /// <summary>Begins a paragraph, now that it is known what it is.</summary>
    private void Open(ParagraphStyle style)
    {
        _opened = true;
        var item = style.List is > 0;
        _text.Part(item && _afterItem ? 1 : 2);
        _afterItem = item;
        var level = Math.Clamp(style.Level ?? 0, 0, DeepestList);
        _text.Indent = item ? level : 0;
        _text.Mark(_tables > 0 ? ""
            : style.Outline is { } outline and < BodyText ? Markers.Heading(outline + 1)
            : !item ? ""
            : _styles.HasBullets(style.List!.Value, level) ? Markers.Bullet
            : Markers.Number(Next(style.List!.Value, level)));
    }

    /// <summary>The number of the next item; lists below begin again.</summary>
    private int Next(int list, int level)
    {
        for (var below = level + 1; below <= DeepestList; below++) _numbers.Remove((list, below));
        return _numbers[(list, level)] = _numbers.GetValueOrDefault((list, level)) + 1;
    }

    private void StartTable()
    {
        if (_tables++ == 0) _text.Part(2);
    }

    private void StartRow()
    {
        if (_tables != 1) return;
        _text.Part(1);
        _firstCell = true;
    }

    private void StartCell()
    {
        if (_tables != 1) return;
        if (!_firstCell) _text.PartCells();
        _firstCell = false;
        _text.Flat = true;
    }

    private void EndRow()
    {
        if (_tables != 1) return;
        _text.Flat = false;
        _text.Part(1);
    }

    private void EndTable()
    {
        if (--_tables > 0) return;
        _text.Flat = false;
        _text.Part(2);
        _afterItem = false;
    }
}
