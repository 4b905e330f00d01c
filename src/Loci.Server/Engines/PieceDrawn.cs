using Loci.Generation;

namespace Loci.Server.Engines;

/// <summary>A piece of a continuation. The pieces of one choice come in order, those of different choices one choice after the other.</summary>
/// <param name="Choice">Which: prompt · choices + choice.</param>
/// <param name="Piece">The piece.</param>
public sealed record PieceDrawn(int Choice, TextPiece Piece) : EngineEvent;
