namespace Loci.Server.Load.Poisoning;

/// <summary>What an attack did to all prompts under some bounds.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Bounds">The bounds.</param>
/// <param name="HostileShare">Share of the picks that came from hostile sources.</param>
/// <param name="Kept">Share of the prompts that were answered by what was learnt.</param>
/// <param name="Loss">Loss on the clean text, in percent of the base's.</param>
/// <param name="Worst">The same for the prompt that was harmed most.</param>
internal sealed record PoisonOutcome(Attack Attack, Bounds Bounds, double HostileShare, double Kept, double Loss, double Worst);
