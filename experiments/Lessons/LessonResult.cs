namespace Loci.Experiments;

/// <summary>What an arm gave for one document.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Subset">The document's subset.</param>
/// <param name="Name">The document.</param>
/// <param name="Base">Nats of the base.</param>
/// <param name="Marks">Numbers of texts learnt at which is measured.</param>
/// <param name="Nats">Nats at each.</param>
/// <param name="Guard">Nats of what a guard may look at, at each.</param>
/// <param name="Updates">Gradient steps taken.</param>
/// <param name="Distinct">Different chunks among the picks.</param>
/// <param name="Seconds">Seconds of all steps.</param>
/// <param name="Scores">Cosine of each pick.</param>
internal sealed record LessonResult(
    string Arm, string Subset, string Name, double Base, int[] Marks, double[] Nats, double[] Guard, int Updates, int Distinct, double Seconds, double[] Scores);
