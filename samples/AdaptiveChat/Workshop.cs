using Loci.Memories;

namespace Loci.Samples.AdaptiveChat;

/// <summary>What a workshop has written down, and what is asked of it. No model has seen any of it.</summary>
public static class Workshop
{
    /// <summary>What the model is to continue.</summary>
    public const string Question = "The pump in hall seven is looked after by";

    /// <summary>The notes, each a document of one chunk.</summary>
    public static IReadOnlyList<ChunkedDocument> Notes { get; } =
    [
        Note("rota", "The pump in hall seven is looked after by Wilhelmina Okafor, who has the key to the valve room."),
        Note("rota-old", "The pump in hall two is looked after by nobody since March; ask the office."),
        Note("log-12", "Wilhelmina Okafor looked after the pump in hall seven on Tuesday: new seal, pressure four bar."),
        Note("log-13", "Wilhelmina Okafor looked after the pump in hall seven again: the seal holds."),
        Note("lift", "The lift in hall seven is inspected in May and in November by the insurer."),
        Note("oil", "Oil for the compressor is in the green cupboard, second shelf."),
        Note("canteen", "The canteen opens at eleven and closes when the soup is gone."),
        Note("bins", "Bins are collected on Wednesdays before seven; the gate must be open."),
        Note("heating", "The heating in the office is too warm near the window and too cold near the door."),
        Note("visitors", "Visitors sign at the gate and wear a helmet in every hall."),
    ];

    private static ChunkedDocument Note(string name, string text) => new(new DocumentRecord(name, text), [new Chunk(text, TokenCount: 0)]);
}
