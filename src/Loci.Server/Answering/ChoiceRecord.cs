using System.Text;
using Loci.Generation;
using Loci.Models;

namespace Loci.Server.Answering;

/// <summary>One continuation as it has come so far.</summary>
internal sealed class ChoiceRecord
{
    private readonly StringBuilder _text = new();
    private readonly List<GeneratedToken> _tokens = [];

    /// <summary>Its text.</summary>
    public string Text => _text.ToString();

    /// <summary>Its tokens.</summary>
    public IReadOnlyList<GeneratedToken> Tokens => _tokens;

    /// <summary>Why it ended; null while it goes on.</summary>
    public FinishReason? Finish { get; private set; }

    /// <summary>Takes a piece.</summary>
    public void Add(TextPiece piece)
    {
        _text.Append(piece.Text);
        if (piece.Token is { } token) _tokens.Add(token);
        Finish = piece.Finish ?? Finish;
    }
}
