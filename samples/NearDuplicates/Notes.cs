namespace Loci.Samples.NearDuplicates;

/// <summary>Two dozen notes of a gardener, as notes are: the same thing written down again and again, a little differently each time.</summary>
public static class Notes
{
    public const string Prompt = "The garden pump loses pressure again: what can be the cause, and what did I do about the pressure last time?";

    public static IReadOnlyList<Note> All { get; } =
    [
        new("diary-04", "inlet filter", "The garden pump loses pressure: the inlet filter was full of leaves. Cleaned the filter and the pressure came back."),
        new("diary-06", "inlet filter", "The garden pump loses pressure again: the inlet filter was full of leaves. Cleaned the filter and the pressure came back."),
        new("mail-ana", "inlet filter", "For Ana: the garden pump loses pressure, the inlet filter was full of leaves. Cleaned the filter and the pressure came back."),
        new("list-may", "inlet filter", "Remember: the garden pump loses pressure, the inlet filter was full of leaves. Clean the filter and the pressure comes back."),
        new("diary-09", "inlet filter", "Pump once more. The garden pump loses pressure: the inlet filter was full of leaves. Cleaned the filter, the pressure came back."),
        new("manual-1", "air leak", "Air in the suction hose can be the cause of low pressure: tighten the clamps, and wet the joint with soap to see bubbles."),
        new("forum-12", "air leak", "Air in the suction hose can be the cause of low pressure: tighten the clamps, wet the joint with soap and look for bubbles."),
        new("diary-07", "impeller", "Opened the garden pump: the impeller is worn by sand. Ordered a new one; the last time it took two weeks."),
        new("diary-01", "pressure switch", "What I did about the low pressure last summer: set the switch to three bar and filled the tank with air."),
        new("neighbour", "well level", "Neighbour says the well is a metre lower than last summer, and his pump draws air in the evening too."),
        new("diary-11", "frost", "Emptied the pump before the frost and left the valves open; last winter the housing cracked."),
        new("manual-3", "check valve", "What can be the cause when water runs back over night: a check valve that leaks. The pump then has to be primed again."),
        new("list-jun", "shopping", "To buy: two hose clamps, teflon tape, soap, bird seed, a new blade for the saw."),
        new("diary-02", "apple tree", "Pruned the apple tree, took out the crossing branches and painted the large cuts."),
        new("diary-03", "apple tree", "The apple tree is pruned: crossing branches taken out, the large cuts painted."),
        new("diary-05", "beans", "Sowed beans along the fence, a hand apart, after the ice saints."),
        new("mail-leo", "plums", "Leo offers plums if somebody comes and picks them; bring a ladder and boxes."),
        new("bread", "bread", "Bread: five hundred grams of flour, three hundred fifty of water, ten of salt; leave it over night in the cold."),
        new("bread-2", "bread", "Bread again: five hundred grams flour, three hundred fifty water, ten salt, over night in the cold."),
        new("bus", "bus", "The last bus from the station leaves at ten past eleven, on Sundays an hour before."),
        new("library", "library", "The book about old roses is due back at the library on the fourth."),
        new("diary-08", "compost", "Turned the compost; it is dry in the middle, so water it when it is hot."),
        new("diary-10", "slugs", "Slugs ate the lettuce in one night. Beer traps do little, picking by hand does more."),
        new("party", "party", "For the party: long table, lights in the walnut tree, ask for the loud speaker."),
    ];
}
