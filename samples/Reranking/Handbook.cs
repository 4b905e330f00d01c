namespace Loci.Samples.Reranking;

/// <summary>What a bicycle workshop has written down over the years: handbook editions, answers by mail, notes on the wall. The same advice was copied often.</summary>
public static class Handbook
{
    public const string Question = "Why do my disc brakes squeal when braking, and how do I stop the squealing?";

    /// <summary>Where a passage stands, and what it says.</summary>
    public static IReadOnlyList<(string Source, string Text)> Passages { get; } =
    [
        ("handbook 2019", "Disc brakes squeal when braking because oil got on the pads. Clean the rotor with alcohol and sand the pads to stop the squealing."),
        ("handbook 2021", "Disc brakes squeal when braking because oil got on the pads. Clean the rotor with pure alcohol and sand the pads to stop the squealing."),
        ("handbook 2023", "Disc brakes squeal when braking because oil or grease got on the pads. Clean the rotor with alcohol, sand the pads, to stop the squealing."),
        ("answer by mail", "Your disc brakes squeal when braking because oil got on the pads. Clean the rotor with alcohol and sand the pads to stop the squealing. Regards"),
        ("note on the wall", "Spray lubricant on a rag, never near a disc. Brakes that caught a little squeal next week."),
        ("course, day 2", "New brakes squeal when the pads are not bedded in yet: braking gently from speed twenty times lays an even film on the rotor."),
        ("course, day 3", "Squealing that comes once per turn of the wheel means a bent rotor. Straighten it with the truing fork, a little at a time."),
        ("workshop diary", "Loose caliper bolts let the brakes shake and squeal. Tighten them with the torque wrench while someone holds the lever."),
        ("forum thread", "In wet weather all disc brakes squeal for the first metres when braking; it ends when the water has gone from the rotor."),
        ("supplier leaflet", "Sintered pads are louder than resin pads. Who wants quiet brakes should choose resin and accept that they wear faster."),
        ("handbook 2023", "Rim brakes squeal when the blocks are parallel to the rim. Toe them in: the front edge should touch first."),
        ("handbook 2019", "A chain is worn when the gauge drops in at three quarters of a percent. Change it before it eats the sprockets."),
        ("course, day 1", "A tube is patched in four steps: find the hole, roughen, glue and wait, press the patch."),
        ("workshop diary", "The air pump by the door loses pressure at the hose; wind tape around the thread."),
        ("note on the wall", "Whoever takes the last coffee makes the next pot."),
        ("forum thread", "Gears that jump under load often come from a bent hanger, not from the cable."),
        ("answer by mail", "We open on Tuesday and Friday evening. You need no appointment, but bring the bicycle clean."),
        ("supplier leaflet", "Bottom brackets have eleven standards. Measure the shell before you order."),
    ];
}
